import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SETTINGS as DEFAULTS } from '../../../lib/alert/rule-settings.ts';
import { createRulesKeeper } from '../../../lib/server/rules/rules-keeper.ts';
import type { RulesText } from '../../../lib/server/rules/rules-read.ts';
import { readRules } from '../../../lib/server/rules/rules-text.ts';
import { tracked } from '../../detect/cluster-builders.ts';
import { T0 } from '../../lease/builders.ts';
import { fakeTime } from '../fake-timers.ts';

function setUp(first: string | RulesText, path: string | null = '/etc/tenure/rules.yaml') {
  const time = fakeTime(T0);
  const log: string[] = [];
  let now: RulesText | Promise<RulesText> = asRead(first);
  let reads = 0;
  const keeper = createRulesKeeper({
    path,
    read: async () => {
      reads += 1;
      return now;
    },
    now: time.now,
    timers: time.timers,
    log: {
      info: (_: unknown, text?: string) => log.push(`info ${text}`),
      error: (_: unknown, text?: string) => log.push(`error ${text}`),
    },
  });
  return {
    keeper,
    time,
    log,
    reads: () => reads,
    say: (next: string | RulesText | Promise<RulesText>) => {
      now = next instanceof Promise ? next : asRead(next);
    },
    warning: () => keeper.settings().all.thresholds.flappingWarning,
  };
}
const asRead = (given: string | RulesText): RulesText =>
  typeof given === 'string' ? { type: 'text', text: given } : given;
const flapping = (warning: number) => `rules: { flapping: { warning: ${warning} } }`;

describe('the rules in force', () => {
  it('without a file are the defaults, and nothing is read', async () => {
    const { keeper, time, reads } = setUp('', null);
    await keeper.start();
    await time.advance(60_000);
    expect(reads()).toBe(0);
    expect(keeper.file()).toBeNull();
    expect(keeper.facts()).toBeNull();
    expect(keeper.settings().all).toBe(DEFAULTS);
  });

  it('are those of the file, from the start on and when it changes', async () => {
    const { keeper, time, say, warning, log } = setUp(flapping(2));
    await keeper.start();
    expect(warning()).toBe(2);
    expect(keeper.file()).toMatchObject({ loadedAt: T0, error: null, overrides: 0 });
    say(flapping(4));
    await time.advance(4999);
    expect(warning()).toBe(2);
    await time.advance(1);
    expect(warning()).toBe(4);
    expect(keeper.file()?.loadedAt).toBe(T0 + 5000);
    expect(log).toHaveLength(2);
  });

  it('stay as they are while a wrong file is there, which is told once and loudly', async () => {
    const { keeper, time, say, warning, log } = setUp(flapping(2));
    await keeper.start();
    say('rules: { flapping: { warning: 9, window: x } }');
    await time.advance(20_000);
    expect(warning()).toBe(2);
    expect(log.slice(1)).toEqual(['error the rules file is refused; what it said before holds']);
    expect(keeper.file()).toMatchObject({
      loadedAt: T0,
      error: { since: T0 + 5000, mistakes: [expect.stringMatching(/^Line 1: rules.flapping.window/)] },
    });
    say({ type: 'unreadable', why: 'is not there' });
    await time.advance(5000);
    expect(keeper.facts()).toMatchObject({ since: T0 + 5000, mistakes: ['The file is not there.'] });
    say(flapping(3));
    await time.advance(5000);
    expect(keeper.facts()).toBeNull();
    expect(warning()).toBe(3);
  });

  it('are the defaults when the first one is wrong: the board matters more', async () => {
    const { keeper, log } = setUp('nonsense');
    await keeper.start();
    expect(keeper.settings().all).toBe(DEFAULTS);
    expect(keeper.file()?.loadedAt).toBeNull();
    expect(log).toEqual(['error the rules file is refused; the defaults hold']);
  });

  it('asks a file system that hangs once', async () => {
    const { keeper, time, say, reads, warning } = setUp(flapping(2));
    await keeper.start();
    let answer = (_: RulesText): void => undefined;
    say(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    await time.advance(60_000);
    expect(reads()).toBe(2);
    answer(asRead(flapping(4)));
    await time.settle();
    expect(warning()).toBe(4);
    keeper.stop();
    await time.advance(60_000);
    expect(reads()).toBe(2);
  });

  it('are the defaults, until a file system that hangs at start answers', async () => {
    const { keeper, time, say } = setUp('');
    say(new Promise(() => undefined));
    let started = false;
    keeper.start().then(() => {
      started = true;
    });
    await time.advance(1999);
    expect(started).toBe(false);
    await time.advance(1);
    expect(started).toBe(true);
    expect(keeper.settings().all).toBe(DEFAULTS);
  });

  it('are always those of the last text that was right as a whole (law)', async () => {
    const piece = fc.constantFrom(
      'rules: { ',
      'flapping: { ',
      'warning: 2',
      'window: 5m',
      ', ',
      ' }',
      'x',
      '\n',
    );
    const text = fc.oneof(
      fc.integer({ min: 1, max: 6 }).map(flapping),
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), async (texts) => {
        const { keeper, time, say } = setUp(texts[0] ?? '');
        await keeper.start();
        let expected = DEFAULTS;
        for (const one of texts) {
          say(one);
          await time.advance(5000);
          const read = readRules(one);
          if (read.type === 'settings') expected = read.all;
          expect(keeper.settings().all).toEqual(expected);
          expect(keeper.facts() === null).toBe(read.type === 'settings');
        }
      }),
    );
  });

  it('may be others for some Leases', async () => {
    const { keeper } = setUp(
      `overrides: [{ match: { name: quiet-* }, rules: { vacant: { enabled: false } } }]`,
    );
    await keeper.start();
    expect(keeper.file()?.overrides).toBe(1);
    const of = (name: string) => keeper.settings().of(tracked({ name })).rules.vacant.enabled;
    expect([of('quiet-one'), of('loud')]).toEqual([false, true]);
  });
});
