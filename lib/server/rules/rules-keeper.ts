/**
 * The rules in force: those of the file as it was last right, or the defaults. A wrong file is refused and told, never
 * half taken. It is read again every few seconds: the links of a mounted ConfigMap change without a word.
 */
import { leaseSettings } from '../../alert/lease-settings.ts';
import { DEFAULT_RULE_SETTINGS, type RuleSettings } from '../../alert/rule-settings.ts';
import type { RulesFacts } from '../../detect/cluster-sight.ts';
import { type Settings, sameForAll } from '../../detect/rule-settings.ts';
import type { RulesFile } from '../../view/rules.ts';
import type { Log } from '../log.ts';
import type { Timers } from '../timers.ts';
import type { RulesText } from './rules-read.ts';
import { type RulesRead, readRules } from './rules-text.ts';

const READ_EVERY_MS = 5000;
/** Nobody waits longer for a file system that hangs. */
const FIRST_WITHIN_MS = 2000;

export type RulesKeeperOptions = {
  /** Null: no file, the defaults for good. */
  path: string | null;
  read: (path: string) => Promise<RulesText>;
  now: () => number;
  timers: Pick<Timers, 'every' | 'after'>;
  log: Pick<Log, 'info' | 'error'>;
};
export type RulesKeeper = ReturnType<typeof createRulesKeeper>;

export function createRulesKeeper({ path, read, now, timers, log }: RulesKeeperOptions) {
  let settings: Settings<RuleSettings> = sameForAll(DEFAULT_RULE_SETTINGS);
  let overrides = 0;
  let loadedAt: number | null = null;
  let error: RulesFile['error'] = null;
  /** What was read last, for most of the time it says the same. */
  let last: RulesText | null = null;
  let reading: Promise<void> | null = null;
  let stopReading = (): void => undefined;

  function refuse(mistakes: string[], at: number): void {
    error = { since: error?.since ?? at, mistakes };
    const holds = loadedAt === null ? 'the defaults hold' : 'what it said before holds';
    log.error({ path, mistakes }, `the rules file is refused; ${holds}`);
  }

  function take(given: RulesText): void {
    if (last !== null && sameText(last, given)) return;
    last = given;
    const at = Math.round(now());
    const result: RulesRead =
      given.type === 'text'
        ? readRules(given.text)
        : { type: 'mistakes', mistakes: [`The file ${given.why}.`] };
    if (result.type === 'mistakes') {
      refuse(result.mistakes, at);
      return;
    }
    settings = leaseSettings(result.all, result.overrides);
    overrides = result.overrides.length;
    loadedAt = at;
    error = null;
    log.info({ path, overrides }, 'the rules of the file hold from now on');
  }

  /** One at a time: a file system that hangs is asked once. */
  function look(): Promise<void> {
    if (path === null) return Promise.resolve();
    reading ??= read(path)
      .then(take)
      .finally(() => {
        reading = null;
      });
    return reading;
  }

  return {
    /** Resolves when the file was read for the first time, right or wrong, or after 2 s. */
    start(): Promise<void> {
      if (path === null) return Promise.resolve();
      stopReading = timers.every(READ_EVERY_MS, () => void look());
      const late = new Promise<void>((resolve) => void timers.after(FIRST_WITHIN_MS, resolve));
      return Promise.race([look(), late]);
    },
    stop: (): void => stopReading(),
    settings: (): Settings<RuleSettings> => settings,
    /** Null without one. */
    file: (): RulesFile | null => (path === null ? null : { path, loadedAt, error, overrides }),
    /** What is to be judged of the file itself; null while nothing is wrong with it. */
    facts: (): RulesFacts | null => (path === null || error === null ? null : { path, loadedAt, ...error }),
  };
}

function sameText(a: RulesText, b: RulesText): boolean {
  return a.type === 'text'
    ? b.type === 'text' && a.text === b.text
    : b.type === 'unreadable' && a.why === b.why;
}
