/** What people do not want to be told for a while, and why. */
import type { Finding } from '../detect/finding.ts';
import { patternOf } from './pattern.ts';

/** What an alert is silenced by that no silence is of: its Lease is annotated with `tenure.dev/silence-until`. */
export const SILENCED_BY_ANNOTATION = 'annotation';

export const MATCHER_FIELDS = ['rule', 'severity', 'namespace', 'name', 'node', 'holder'] as const;
export type MatcherField = (typeof MATCHER_FIELDS)[number];

/** `value` is the whole text, in which `*` stands for any part. */
export type Matcher = { field: MatcherField; value: string };

export type Silence = {
  id: string;
  /** All of them have to match; there is at least one. */
  matchers: readonly Matcher[];
  from: number;
  until: number;
  author: string;
  comment: string;
};

type Silenceable = { finding: Pick<Finding, 'rule' | 'severity' | 'subject'> };

/** Each is looked at for each alert that fires: its pattern is made once. */
const patterns = new WeakMap<Matcher, (text: string) => boolean>();

function fits(text: string, matcher: Matcher): boolean {
  const known = patterns.get(matcher);
  if (known !== undefined) return known(text);
  const pattern = patternOf(matcher.value);
  patterns.set(matcher, pattern);
  return pattern(text);
}

export function matches({ matchers }: Pick<Silence, 'matchers'>, { finding }: Silenceable): boolean {
  return (
    matchers.length > 0 &&
    matchers.every((matcher) => {
      const { field } = matcher;
      const actual = field === 'rule' || field === 'severity' ? finding[field] : finding.subject[field];
      return actual !== null && fits(actual, matcher);
    })
  );
}
