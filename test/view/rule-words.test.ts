import { describe, expect, it, test } from 'vitest';
import {
  barState,
  fileWords,
  isOver,
  limitWords,
  postWords,
  refusedWords,
  ruleLines,
  ruleStateWords,
  timesWords,
  valueWords,
  worstWords,
} from '../../lib/view/rule-words.ts';
import type { RulesFile } from '../../lib/view/rules.ts';
import { alertOf, NOW } from './alert-builders.ts';
import { ruleOf } from './rule-builders.ts';

test.each([
  [7, 'count', '7'],
  [2.25, 'count', '2.3'],
  [0.034, 'share', '3.4 %'],
  [0.333, 'share', '33 %'],
  [87_000, 'ms', '1 min 27 s'],
  [8_910, 'ms', '8.9 s'],
  [640, 'ms', '640 ms'],
  [Number.NaN, 'ms', 'not known'],
] as const)('a value of %d %s is %s', (value, unit, words) => expect(valueWords(value, unit)).toBe(words));

test.each([
  ['clock-skew', 0, 'none off for certain'],
  ['clock-step', 0, 'no step seen'],
  ['clock-skew', 1_250, 'at least 1.25 s'],
  ['expired-but-held', 4_840, '4.8 s'],
] as const)('the worst of %s at %d ms: %s', (rule, value, words) => {
  const subject = { namespace: null, name: null, node: null, holder: null };
  expect(worstWords({ rule, worst: { value, limit: 1_000, unit: 'ms', subject } })).toBe(words);
});

test('of headroom it is said what is measured: the part of the duration that was used', () => {
  const worst = { value: 0.334, limit: 0.76, unit: 'share', subject: alertOf().subject } as const;
  expect(worstWords({ rule: 'headroom-low', worst })).toBe('33 % used');
  expect(postWords({ rule: 'headroom-low', worst })).toBe('76 % used');
  expect(postWords({ rule: 'slow-renewals', worst: { ...worst, limit: 0.2 } })).toBe('20 %');
});

test.each([
  [40_000, 'ms', '40 s'],
  [500, 'ms', '500 ms'],
  [600_000, 'ms', '10 min'],
  [137_000, 'ms', '2 min 17 s'],
  [0.2, 'share', '20 %'],
] as const)('a limit of %d %s is %s', (value, unit, words) => expect(limitWords(value, unit)).toBe(words));

describe('rules in a table', () => {
  it('stand with those that fire first, worst first, the others as they came', () => {
    const rules = [
      ruleOf({ rule: 'abandoned' }),
      ruleOf({ rule: 'vacant', firing: 1 }),
      ruleOf({ rule: 'clock-step', firing: 2 }),
      ruleOf({ rule: 'flapping', firing: 1 }),
      ruleOf({ rule: 'tenure' }),
    ];
    const alerts = [
      alertOf({ rule: 'vacant', severity: 'warning' }),
      alertOf({ rule: 'flapping', severity: 'critical' }),
      alertOf({ rule: 'abandoned', state: 'resolved' }),
    ];
    expect(ruleLines(rules, alerts).map(({ rule, severity }) => [rule, severity])).toEqual([
      ['flapping', 'critical'],
      ['vacant', 'warning'],
      ['clock-step', null],
      ['abandoned', null],
      ['tenure', null],
    ]);
  });
  it('are over past their limit, and at it where they count', () => {
    const worst = { value: 6, limit: 6, subject: alertOf().subject };
    expect(isOver({ ...worst, unit: 'count' })).toBe(true);
    expect(isOver({ ...worst, unit: 'ms' })).toBe(false);
  });
  it('are in colour only while they fire', () => {
    const line = (firing: number, severity: 'critical' | 'warning' | 'info' | null) =>
      barState({ ...ruleOf({ firing }), severity });
    expect([line(0, null), line(1, 'info'), line(1, 'warning'), line(1, 'critical')]).toEqual([
      'held',
      'held',
      'late',
      'expired',
    ]);
  });
  it('say whether they fire, and how they are set', () => {
    expect(ruleStateWords(ruleOf({ firing: 3 }))).toBe('3 firing');
    expect(ruleStateWords(ruleOf())).toBe('quiet');
    expect(ruleStateWords(ruleOf({ enabled: false }))).toBe('off');
    expect(timesWords(ruleOf({ holdMs: 30_000, clearMs: 300_000, atMost: 'warning' }))).toBe(
      'fires when found for 30 s, over when gone for 5 min, never worse than warning',
    );
  });
});

describe('where the limits come from', () => {
  const file: RulesFile = {
    path: '/etc/tenure/rules.yaml',
    loadedAt: NOW - 60_000,
    error: null,
    overrides: 2,
  };
  it('is said in a line', () => {
    expect(fileWords(null, NOW, 'utc')).toContain('the defaults');
    expect(fileWords(file, NOW, 'utc')).toBe(
      'from /etc/tenure/rules.yaml, read 03:13:07, 2 overrides for single Leases',
    );
  });
  it('is said above what is wrong with the file', () => {
    const error = { since: NOW, mistakes: ['line 3: …'] };
    expect(refusedWords({ ...file, error }, NOW, 'utc')).toContain('what it said before is');
    expect(refusedWords({ ...file, loadedAt: null, error }, NOW, 'utc')).toContain('the defaults are');
  });
});
