import { expect, test, vi } from 'vitest';
import { holderLabel } from '../../lib/view/board-holder.ts';
import type { Judged } from '../../lib/view/board-judge.ts';
import { sortRows } from '../../lib/view/board-sort.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import type { Sort } from '../../lib/view/url-state.ts';
import { leaseRow, NOW } from './board-rows.ts';

vi.mock(import('../../lib/view/board-holder.ts'), async (original) => {
  const actual = await original();
  return { ...actual, holderLabel: vi.fn(actual.holderLabel) };
});

function judged(row: Partial<LeaseRow>): Judged {
  return { row: leaseRow(row), state: 'held', mark: 'held', was: null, now: NOW, frozen: false };
}
const namesBy = (sort: Sort, rows: readonly Partial<LeaseRow>[]): string[] =>
  sortRows(rows.map(judged), sort).map(({ row }) => row.name);

test.each<['headroom' | 'tenure' | 'age' | 'holder', Partial<LeaseRow>[]]>([
  ['headroom', [{ headroomMs: null }, { headroomMs: 9_000 }, { headroomMs: 5_000 }]],
  ['tenure', [{ heldSince: null }, { heldSince: NOW - 5 }, { heldSince: NOW - 9 }]],
  ['age', [{ lastRenewalAt: null }, { lastRenewalAt: NOW - 5 }, { lastRenewalAt: NOW - 9 }]],
  ['holder', [{ holder: null }, { holder: 'b' }, { holder: 'a' }]],
])('by %s what is not known comes last, also when reversed', (sort, given) => {
  const rows = given.map((row, index) => ({ ...row, name: ['not known', 'second', 'first'][index] ?? '' }));
  expect(namesBy(sort, rows)).toEqual(['first', 'second', 'not known']);
  expect(namesBy(`-${sort}`, rows)).toEqual(['second', 'first', 'not known']);
});

test('most handovers first, the worst first, and by name where these are alike', () => {
  expect(namesBy('handovers', [{ name: 'b' }, { name: 'a' }, { name: 'c', handovers24h: 2 }])).toEqual([
    'c',
    'a',
    'b',
  ]);
  expect(namesBy('-handovers', [{ name: 'b' }, { name: 'a' }, { name: 'c', handovers24h: 2 }])).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(namesBy('-name', [{ name: 'b' }, { name: 'c' }, { name: 'a' }])).toEqual(['c', 'b', 'a']);
  const marks = (['held', 'late', 'expired'] as const).map((mark) => ({ ...judged({ name: mark }), mark }));
  expect(sortRows(marks, 'urgency').map(({ row }) => row.name)).toEqual(['expired', 'late', 'held']);
});

test('a holder’s label is put together once a row', () => {
  vi.mocked(holderLabel).mockClear();
  sortRows(
    Array.from({ length: 100 }, (_, index) =>
      judged({ name: `${index}`, holder: `pod-${(index * 37) % 100}` }),
    ),
    'holder',
  );
  expect(holderLabel).toHaveBeenCalledTimes(100);
});
