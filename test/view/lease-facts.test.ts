import { describe, expect, test } from 'vitest';
import { clockWords, leaseFacts, signedOffset } from '../../lib/view/lease-facts.ts';
import { NOW, row } from './lease-builders.ts';

const factsOf = (over = {}, counted: number | null = 7) =>
  new Map(
    leaseFacts({ row: row(over), pod: null, now: NOW, zone: 'utc', counted }).map((fact) => [
      fact.term,
      fact,
    ]),
  );

describe('leaseFacts', () => {
  test('an election: measured, inferred and claimed are told apart', () => {
    const facts = factsOf();
    expect(facts.get('Holder')).toMatchObject({ value: 'cp-1_5f0e6a3c', copy: 'cp-1_5f0e6a3c' });
    expect(facts.get('Retry period')).toMatchObject({ value: '2.0 s', note: 'inferred' });
    expect(facts.get('Crash takeover')?.value).toBe('15 s to 23.8 s');
    expect(facts.get('Transitions')).toMatchObject({
      value: '4 in the Lease',
      note: '7 counted since watching began',
    });
    expect(facts.get('Renewed')).toMatchObject({ value: '2026-03-05T03:14:05.900000Z', note: 'claimed' });
  });

  test('a tenure that began unwatched says at least', () => {
    expect(factsOf({ heldSinceCertain: false }).get('Tenure')?.value).toBe('at least 3 d 2 h');
  });

  test('what is not known says so and is never zero', () => {
    const facts = factsOf({
      renewGapMs: null,
      headroomMs: null,
      clockOffsetMs: null,
      durationMs: null,
      renewTime: null,
      transitions: null,
    });
    expect(facts.get('Retry period')?.value).toBe('not known yet');
    expect(facts.get('Headroom')?.value).toBe('not known yet');
    expect(facts.get('Clock')?.value).toBe('not resolvable');
    expect(facts.get('Allowed duration')?.value).toBe('not in the Lease');
    expect(facts.has('Crash takeover')).toBe(false);
  });

  test('a heartbeat has no tenure, takeover or transitions', () => {
    const facts = factsOf({ elects: false, class: 'node-heartbeat' });
    for (const term of ['Tenure', 'Crash takeover', 'Transitions', 'Headroom', 'Acquired'])
      expect(facts.has(term)).toBe(false);
  });
});

test.each([
  [7_000, 7_048, 'at least 7.00 s ahead', true],
  [-30_002, -29_950, 'at least 29.9 s behind', true],
  [-4, 48, '−4 ms to +48 ms', false],
  [0, 60, '0 ms to +60 ms', false],
  [500, 100, 'contradictory', false],
])('a clock between %d and %d ms', (lower, upper, value, off) => {
  expect(clockWords({ lower, upper })).toEqual({ value, off });
});

test('signedOffset', () => {
  expect(signedOffset(-1_250)).toBe('−1.25 s');
});
