/** A silence as somebody writes it: filled in from an alert, and what is wrong with it, by field. Epoch ms. */
import { MATCHER_FIELDS, type Matcher, matches } from '../alert/silence.ts';
import type { AlertView } from './alert.ts';
import { countOf, formatDateTime, type TimeZone } from './format.ts';
import type { NewSilence } from './silences.ts';
import { typedMoment } from './timeline-typed.ts';

const HOUR_MS = 3_600_000;

/** What most silences need; `null`: until a moment that is typed. */
export const SILENCE_LENGTHS: readonly { words: string; ms: number | null }[] = [
  { words: '1 h', ms: HOUR_MS },
  { words: '4 h', ms: 4 * HOUR_MS },
  { words: '1 d', ms: 24 * HOUR_MS },
  { words: 'until…', ms: null },
];

/** What a matcher may ask for, as the API names it. */
export const SILENCE_FIELDS = MATCHER_FIELDS;

export type SilenceDraft = {
  /** Those without a value say nothing. */
  matchers: readonly Matcher[];
  /** One of `SILENCE_LENGTHS`. */
  lengthMs: number | null;
  /** "2026-03-05T21:30" in the zone of the page; counts where there is no length. */
  until: string;
  author: string;
  comment: string;
};

export type DraftField = 'matchers' | 'until' | 'author' | 'comment';
export type DraftProblems = Partial<Record<DraftField, string>>;

/** Its rule and what it is about: the same trouble, and no other. Null for a silence that begins with no alert. */
export function draftFor(alert: AlertView | null, author: string, now: number, zone: TimeZone): SilenceDraft {
  return {
    matchers: alert === null ? [{ field: 'namespace', value: '' }] : matchersFor(alert),
    lengthMs: HOUR_MS,
    until: typedText(now + 2 * HOUR_MS, zone),
    author,
    comment: '',
  };
}

/** The holder may be another the next time, and how bad it is too; a node matters where no Lease is named. */
export function matchersFor({ rule, subject }: Pick<AlertView, 'rule' | 'subject'>): Matcher[] {
  const { namespace, name, node } = subject;
  const about: (Matcher | null)[] = [
    { field: 'rule', value: rule },
    namespace === null ? null : { field: 'namespace', value: namespace },
    name === null ? null : { field: 'name', value: name },
    name !== null || node === null ? null : { field: 'node', value: node },
  ];
  return about.filter((one) => one !== null);
}

/** The field that a further matcher begins with: the first that is not there yet. */
export function nextField(matchers: readonly Matcher[]): Matcher['field'] {
  return MATCHER_FIELDS.find((field) => !matchers.some((one) => one.field === field)) ?? 'name';
}

/** What the API is given; or, by field, what is wrong, each a sentence without its full stop. */
export function readDraft(
  draft: SilenceDraft,
  now: number,
  zone: TimeZone,
): { silence: NewSilence; problems: null } | { silence: null; problems: DraftProblems } {
  const matchers = saidMatchers(draft);
  const until = untilOf(draft, now, zone);
  const comment = draft.comment.trim();
  const problems: DraftProblems = {};
  if (matchers.length === 0) problems.matchers = 'Say what it is about: at least one of these';
  if (until === null) problems.until = 'This is not a time';
  else if (until <= now) problems.until = 'This is in the past';
  if (comment === '') problems.comment = 'Say why, for whoever wonders why nobody was told';
  if (until === null || Object.keys(problems).length > 0) return { silence: null, problems };
  return { silence: { matchers, until, author: draft.author.trim(), comment }, problems: null };
}

export function untilOf({ lengthMs, until }: SilenceDraft, now: number, zone: TimeZone): number | null {
  return lengthMs === null ? typedMoment(until, zone) : Math.round(now + lengthMs);
}

export function saidMatchers({ matchers }: Pick<SilenceDraft, 'matchers'>): Matcher[] {
  return matchers
    .map(({ field, value }) => ({ field, value: value.trim() }))
    .filter((one) => one.value !== '');
}

/** Of what fires: which it would silence. */
export function alertsMatched(matchers: readonly Matcher[], alerts: readonly AlertView[]): AlertView[] {
  return alerts.filter((alert) => alert.state === 'firing' && matches({ matchers }, { finding: alert }));
}

/** "Silences 1 alert that fires now." `more`: others fire that were not read. */
export function matchedWords(
  matchers: readonly Matcher[],
  alerts: readonly AlertView[],
  more: boolean,
): string {
  if (matchers.length === 0) return 'It matches nothing yet.';
  const count = alertsMatched(matchers, alerts).length;
  if (count === 0)
    return more ? 'Matches none of those listed that fire now.' : 'Matches nothing that fires now.';
  return `Silences ${more ? 'at least ' : ''}${countOf(count, 'alert')} that ${count === 1 ? 'fires' : 'fire'} now.`;
}

/** "rule=flapping namespace=staging-*" */
export function matcherWords(matchers: readonly Matcher[]): string {
  return matchers.map(({ field, value }) => `${field}=${value}`).join(' ');
}

/** As the browser's own field for a moment has it. */
export function typedText(at: number, zone: TimeZone): string {
  return formatDateTime(at, zone).slice(0, 16).replace(' ', 'T');
}
