import { expect, test } from 'vitest';
import type { Judged, RowMark } from '../../lib/view/board-judge.ts';
import { setSignature, summarizeSet } from '../../lib/view/board-set.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { leaseRow, NOW } from './board-rows.ts';

let buckets = 0;
function bucket(row: Partial<LeaseRow> = {}, mark: RowMark = 'held'): Judged {
  buckets += 1;
  const whole = leaseRow({ class: 'sharded', name: `bucket-${buckets}`, ...row });
  return {
    row: whole,
    state: mark === 'released' ? 'vacant' : mark,
    mark,
    was: null,
    now: NOW,
    frozen: false,
  };
}
const heldBy = (...holders: (string | null)[]): string | undefined =>
  summarizeSet(holders.map((holder) => bucket({ holder })))?.holders;

test('who holds how many, and how many nobody does', () => {
  expect(heldBy('a', 'a', 'a')).toBe('1 holds all 3');
  expect(heldBy('a', 'b', 'b')).toBe('2 hold 2 · 1');
  expect(heldBy('a', 'a', null)).toBe('1 holds 2, nobody has 1');
  expect(heldBy('a', 'b', null)).toBe('2 hold 1 · 1, nobody has 1');
  expect(heldBy(null, null, null)).toBe('nobody holds any');
  expect(heldBy('a', 'b', 'c', 'd', 'e', 'f')).toBe('6 hold 1 · 1 · 1 · 1 · 1 …');
});

test('a set is as bad as its worst bucket, as old as its stalest, as settled as its youngest', () => {
  const late = bucket({ lastRenewalAt: NOW - 10_000, heldSince: NOW - 9_000 }, 'late');
  const vacant = bucket({ holder: null, heldSince: NOW - 5_000, headroomMs: 3_000 }, 'vacant');
  const summary = summarizeSet([bucket({ headroomMs: null }), late, vacant]);
  expect(summary).toMatchObject({ worst: vacant, stalest: late, settledSince: NOW - 5_000 });
  expect(summary?.leastHeadroom).toBe(vacant);
  expect(summarizeSet([bucket({ heldSince: null }), bucket()])?.settledSince).toBeNull();
  expect(summarizeSet([])).toBeNull();
});

test('another holder of any bucket is told by the signature', () => {
  const one = bucket({ holder: 'a' });
  expect(setSignature([one])).toBe(setSignature([{ ...one, mark: 'late' }]));
  expect(setSignature([one])).not.toBe(setSignature([{ ...one, row: { ...one.row, holder: 'b' } }]));
});
