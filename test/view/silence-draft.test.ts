import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { TimeZone } from '../../lib/view/format.ts';
import {
  alertsMatched,
  draftFor,
  matchedWords,
  matchersFor,
  matcherWords,
  nextField,
  readDraft,
  SILENCE_FIELDS,
  type SilenceDraft,
  typedText,
  untilOf,
} from '../../lib/view/silence-draft.ts';
import { alertOf, NOW } from './alert-builders.ts';

const ZONES: readonly TimeZone[] = ['utc', 'local'];
const HOUR = 3_600_000;

function draft(over: Partial<SilenceDraft> = {}): SilenceDraft {
  return { ...draftFor(alertOf(), 'on-call', NOW, 'utc'), comment: 'drained', ...over };
}

describe('a silence made from an alert', () => {
  it('asks for its rule and its Lease, and for no holder', () =>
    expect(matcherWords(matchersFor(alertOf()))).toBe(
      'rule=expired-but-held namespace=kube-system name=kube-scheduler',
    ));
  it('asks for the node where no Lease is named, and for the rule alone where nothing is', () => {
    const nobody = { namespace: null, name: null, node: null, holder: null };
    expect(matcherWords(matchersFor({ rule: 'clock-skew', subject: { ...nobody, node: 'wb-04' } }))).toBe(
      'rule=clock-skew node=wb-04',
    );
    expect(matcherWords(matchersFor({ rule: 'slow-renewals', subject: nobody }))).toBe('rule=slow-renewals');
  });
  it('matches the alert that it was made from, whatever that is about', () => {
    const part = fc.option(fc.string({ minLength: 1 }), { nil: null });
    fc.assert(
      fc.property(part, part, part, part, (namespace, name, node, holder) => {
        const alert = alertOf({ subject: { namespace, name, node, holder } });
        expect(alertsMatched(matchersFor(alert), [alert])).toEqual([alert]);
      }),
    );
  });
  it('is whole as soon as it has a comment', () => {
    expect(readDraft(draft({ comment: '' }), NOW, 'utc').problems).toEqual({
      comment: expect.stringContaining('Say why'),
    });
    expect(readDraft(draft({ comment: ' drained ' }), NOW, 'utc').silence).toEqual({
      matchers: matchersFor(alertOf()),
      until: NOW + HOUR,
      author: 'on-call',
      comment: 'drained',
    });
  });
});

describe('what is written', () => {
  it('needs a matcher that says something', () => {
    const empty = draft({ matchers: [{ field: 'namespace', value: '  ' }] });
    expect(Object.keys(readDraft(empty, NOW, 'utc').problems ?? {})).toEqual(['matchers']);
  });
  it('ends in the future, at a moment that there is', () => {
    const until = (text: string) => readDraft(draft({ lengthMs: null, until: text }), NOW, 'utc').problems;
    expect(until('2026-03-05T03:15')).toBeNull();
    expect(until('2026-03-05T03:14')).toEqual({ until: 'This is in the past' });
    expect(until('2026-02-30T10:00')).toEqual({ until: 'This is not a time' });
    expect(until('')).toEqual({ until: 'This is not a time' });
  });
  test.each(ZONES)('means by a moment in zone %s what the field shows', (zone) => {
    const minute = fc.integer({ min: 1, max: 2_000_000 }).map((n) => Math.floor(NOW / 60_000 + n) * 60_000);
    fc.assert(
      fc.property(minute, (at) => {
        const text = typedText(at, zone);
        // The hour that a clock shows twice in autumn names one of the two.
        expect(typedText(untilOf(draft({ lengthMs: null, until: text }), NOW, zone) ?? 0, zone)).toBe(text);
      }),
    );
  });
  it('offers each field once, and then another name', () => {
    expect(nextField([{ field: 'rule', value: '' }])).toBe('severity');
    expect(nextField(SILENCE_FIELDS.map((field) => ({ field, value: '' })))).toBe('name');
  });
});

describe('how many it silences', () => {
  const other = alertOf({ id: 'b', subject: { ...alertOf().subject, name: 'kube-controller-manager' } });
  const over = alertOf({ id: 'c', state: 'resolved' });
  const all = [alertOf(), other, over];
  it('counts what fires', () => {
    expect(matchedWords([{ field: 'namespace', value: 'kube-*' }], all, false)).toBe(
      'Silences 2 alerts that fire now.',
    );
    expect(matchedWords([{ field: 'name', value: 'kube-scheduler' }], all, true)).toBe(
      'Silences at least 1 alert that fires now.',
    );
  });
  it('says so when there is none', () => {
    expect(matchedWords([], all, false)).toBe('It matches nothing yet.');
    expect(matchedWords([{ field: 'name', value: 'x' }], all, false)).toBe('Matches nothing that fires now.');
    expect(matchedWords([{ field: 'name', value: 'x' }], all, true)).toBe(
      'Matches none of those listed that fire now.',
    );
  });
});
