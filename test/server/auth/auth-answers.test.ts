import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnswers, RECALLED_MS, SOON_MS, STANDS_MS } from '../../../lib/server/auth/auth-answers.ts';

function world(most = 10) {
  let now = 0;
  let asked = 0;
  let answer: () => Promise<string> = async () => 'yes';
  const failures: unknown[] = [];
  const answers = createAnswers<string, string>({
    ask: () => {
      asked += 1;
      return answer();
    },
    onFailure: (error) => failures.push(error),
    drops: (error) => error instanceof RangeError,
    most,
    now: () => now,
  });
  return {
    answers,
    failures,
    asked: () => asked,
    pass: (ms: number) => {
      now += ms;
    },
    says: (next: string | Error) => {
      answer = async () => {
        if (next instanceof Error) throw next;
        return next;
      };
    },
  };
}
const settled = (): Promise<void> => new Promise(setImmediate);

describe('what the API server said', () => {
  it('is asked once for all who wait, and stands', async () => {
    const { answers, asked, pass } = world();
    expect(await Promise.all([answers.get('a', 'a'), answers.get('a', 'a')])).toEqual(['yes', 'yes']);
    pass(SOON_MS);
    await answers.get('a', 'a');
    expect(asked()).toBe(1);
    await answers.get('b', 'b');
    expect(asked()).toBe(2);
  });

  it('is asked anew behind an answer that is older, and never stands past its time', async () => {
    const { answers, asked, pass, says } = world();
    await answers.get('a', 'a');
    says('no');
    pass(SOON_MS + 1);
    expect(await answers.get('a', 'a')).toBe('yes');
    await settled();
    expect(await answers.get('a', 'a')).toBe('no');
    expect(asked()).toBe(2);
    says('gone');
    pass(STANDS_MS + 1);
    expect(await answers.get('a', 'a')).toBe('gone');
  });

  it('stands while the API server is away, and no longer', async () => {
    const { answers, pass, says, failures } = world();
    await answers.get('a', 'a');
    says(new Error('away'));
    pass(STANDS_MS);
    expect(await answers.get('a', 'a')).toBe('yes');
    await settled();
    expect(failures.length).toBeGreaterThan(0);
    pass(1);
    await expect(answers.get('a', 'a')).rejects.toThrow('away');
  });

  it('is told to a stream only as long as that can ask once more within the time', async () => {
    const { answers, pass, says, failures } = world();
    await answers.get('a', 'a');
    says(new Error('away'));
    pass(RECALLED_MS);
    expect(await answers.recheck('a', 'a')).toBe('yes');
    expect(failures).toEqual([new Error('away')]);
    pass(1);
    await expect(answers.recheck('a', 'a')).rejects.toThrow('away');
    expect(await answers.get('a', 'a')).toBe('yes');
  });

  it('a refusal ends at once what was known', async () => {
    const { answers, pass, says } = world();
    await answers.get('a', 'a');
    pass(SOON_MS + 1);
    says(new RangeError('refused'));
    await expect(answers.recheck('a', 'a')).rejects.toThrow('refused');
    expect(answers.knows('a')).toBe(false);
    await expect(answers.get('a', 'a')).rejects.toThrow('refused');
  });

  it('is never older than it may be, whatever is asked when', async () => {
    const step = fc.record({
      ms: fc.nat(40_000),
      how: fc.constantFrom<'get' | 'recheck'>('get', 'recheck'),
      away: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        let now = 0;
        let away = false;
        const answers = createAnswers<null, number>({
          ask: async () => {
            if (away) throw new Error('away');
            return now;
          },
          onFailure: () => undefined,
          drops: () => false,
          most: 2,
          now: () => now,
        });
        for (const one of steps) {
          now += one.ms;
          away = one.away;
          const at = await answers[one.how]('a', null).catch(() => null);
          if (at !== null) expect(now - at).toBeLessThanOrEqual(one.how === 'get' ? STANDS_MS : RECALLED_MS);
          else expect(away).toBe(true);
          await settled();
        }
      }),
    );
  });

  it('is remembered of so many only', async () => {
    const { answers } = world(3);
    for (const key of ['a', 'b', 'c', 'a', 'd']) await answers.get(key, key);
    expect(['a', 'b', 'c', 'd'].filter(answers.knows)).toEqual(['a', 'c', 'd']);
  });
});
