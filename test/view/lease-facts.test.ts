import { describe, expect, test } from 'vitest';
import type { LeaseAnnotations } from '../../lib/lease/annotations.ts';
import { leaseFacts, NOBODY_READ, type WhoHolds } from '../../lib/view/lease-facts.ts';
import { clockWords, signedOffset } from '../../lib/view/offset-words.ts';
import { NOW, row } from './lease-builders.ts';

const factsOf = (
  over = {},
  who: Partial<WhoHolds> = {},
  annotations: LeaseAnnotations | null = null,
  observedSince: number | null = NOW - 60_000,
  chartHeadroomMs: number | null = null,
) =>
  new Map(
    leaseFacts({
      row: row(over),
      who: { ...NOBODY_READ, ...who },
      annotations,
      now: NOW,
      present: NOW,
      zone: 'utc',
      observedSince,
      counted: '7 counted in 6 h',
      chartHeadroomMs,
    }).map((fact) => [fact.term, fact]),
  );

describe('leaseFacts', () => {
  test('an election: measured, inferred and claimed are told apart', () => {
    const facts = factsOf();
    expect(facts.get('Holder')).toMatchObject({ value: 'cp-1_5f0e6a3c', copy: 'cp-1_5f0e6a3c' });
    expect(facts.get('Retry period')).toMatchObject({ value: '2.0 s', note: 'inferred' });
    expect(facts.get('Crash takeover')?.value).toBe('15 s to 23.8 s');
    expect(facts.get('Transitions')).toMatchObject({
      value: '4 in the Lease',
      note: '7 counted in 6 h',
    });
    expect(facts.get('Renewed')).toMatchObject({
      value: '2026-03-05T03:14:05.900000Z',
      note: 'claimed, when last told whole',
    });
  });

  test('gaps are told with the time they were seen in, a day at most', () => {
    const notesOf = (observedSince: number | null) => {
      const facts = factsOf({}, {}, null, observedSince);
      return [facts.get('Slowest usual gap')?.note, facts.get('Headroom')?.note];
    };
    expect(notesOf(NOW - 60_000)).toEqual([
      'p99; slowest 4.0 s, at most since 03:13:07',
      'at most since 03:13:07',
    ]);
    expect(notesOf(NOW - 86_400_000)).toEqual(['p99; slowest 4.0 s, in 24 h at most', 'in 24 h at most']);
    expect(notesOf(null)).toEqual(['p99; slowest 4.0 s', undefined]);
  });

  test('the headroom of a chart that reaches back before this run is told beside it where it is less', () => {
    const notesOf = (chartHeadroomMs: number | null, observedSince: number | null = NOW - 60_000) =>
      factsOf({ headroomMs: 12_900 }, {}, null, observedSince, chartHeadroomMs).get('Headroom')?.note;
    expect(notesOf(6_800)).toBe('at most since 03:13:07; 6.8 s the least in the chart’s range');
    expect(notesOf(-3_000, null)).toBe('−3.0 s the least in the chart’s range');
    for (const same of [12_900, 12_899.6, 12_860]) expect(notesOf(same)).toBe('at most since 03:13:07');
    // On the two sides of where tenths are rounded, but the same to whole milliseconds.
    expect(factsOf({ headroomMs: 12_950 }, {}, null, null, 12_949.6).get('Headroom')?.note).toBeUndefined();
  });

  test('what its team says, what of that holds, and what is ignored', () => {
    const annotated = (over: Partial<LeaseAnnotations>) =>
      factsOf({}, {}, { expectedIntervalMs: null, silenceUntil: null, class: null, faults: [], ...over });
    const DAY = 86_400_000;
    expect(annotated({ expectedIntervalMs: 5000 }).get('Expected interval')).toMatchObject({
      ...{ value: '5.0 s', note: 'annotated' },
    });
    expect(annotated({ expectedIntervalMs: 15_000 }).get('Expected interval')).toMatchObject({
      ...{ note: 'ignored: not shorter than the duration', tone: 'late' },
    });
    expect(annotated({ silenceUntil: NOW + DAY }).get('Silenced')).toMatchObject({ note: 'annotated' });
    expect(annotated({ silenceUntil: NOW - DAY }).get('Silenced')?.value).toBe('not any more');
    expect(annotated({ silenceUntil: NOW + 31 * DAY }).get('Silenced')?.note).toContain('too far ahead');
    expect(annotated({ class: 'control-plane' }).get('Class')?.note).toBe('annotated');
    expect(annotated({ faults: ['One.', 'Two.'] }).get('Annotations')?.value).toBe('One. Two.');
    expect(factsOf().has('Annotations')).toBe(false);
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

  test('who it is: its Pod and Node, a Pod that is gone, a former holder that runs on', () => {
    const pod = {
      namespace: 'kube-system',
      name: 'web-1',
      uid: 'p',
      node: 'wb-04',
      phase: 'Running',
      ready: true,
      restarts: 2,
      startedAt: 0,
      containersSince: 0,
      owner: { kind: 'ReplicaSet', name: 'web' },
      serviceAccount: 'web',
    };
    const node = { name: 'wb-04', ready: false, unschedulable: true };
    const there = factsOf({}, { pod, node });
    expect(there.get('Pod')).toMatchObject({ value: 'web-1', note: 'ready, 2 restarts' });
    expect(there.get('Owner')?.value).toBe('ReplicaSet web');
    expect(there.get('Node')).toMatchObject({ value: 'wb-04', note: 'not ready, cordoned' });

    const podGone = { namespace: 'kube-system', name: 'web-1', node: 'wb-04', seenAt: NOW - 60_000 };
    const gone = factsOf({ holderRef: null }, { podGone });
    expect(gone.get('Pod')).toMatchObject({ value: 'web-1', note: 'gone; last seen at 03:13:07' });
    expect(gone.get('Node')?.value).toBe('wb-04');

    const formerRunning = {
      identity: 'web-0_x',
      namespace: 'kube-system',
      pod: 'web-0',
      node: null,
      containersSince: 0,
      replacedAt: NOW - 60_000,
    };
    expect(factsOf({}, { formerRunning }).get('Former holder')?.note).toBe(
      'still runs, replaced at 03:13:07',
    );
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
  [700, 100, 'stepped by at least 600 ms', false],
])('a clock between %d and %d ms', (lower, upper, value, off) => {
  expect(clockWords({ lower, upper })).toEqual({ value, off });
});

test('signedOffset', () => {
  expect(signedOffset(-1_250)).toBe('−1.25 s');
});
