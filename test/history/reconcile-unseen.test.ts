import { describe, expect, it } from 'vitest';
import { CLOCKS_APART_MS } from '../../lib/history/clocks-apart.ts';
import type { HandoverRow } from '../../lib/history/handover-row.ts';
import { reconcileUnseen } from '../../lib/history/reconcile-unseen.ts';
import { START } from './batch-builder.ts';

function row(over: Partial<HandoverRow>): HandoverRow {
  const delta = over.counted_delta ?? null;
  return {
    cluster_id: 1,
    lease_id: 1,
    key: 'k',
    lease_uid: 'uid-1',
    at: START,
    from_id: 1,
    to_id: 2,
    cause: 'expiry',
    certainty: 'likely',
    silent_ms: null,
    vacant_ms: null,
    transitions_delta: delta,
    counted_delta: delta,
    transitions_after: null,
    coordinated: 0,
    unwatched_from: null,
    unwatched_to: null,
    evidence: '{}',
    ...over,
  };
}
const unseen = (
  key: string,
  counted_delta: number | null,
  transitions_after: number | null,
  window = 10_000,
) =>
  row({
    key,
    cause: 'unseen',
    counted_delta,
    transitions_after,
    unwatched_from: START - window,
    unwatched_to: START,
  });
const seen = (key: string, counted_delta: number | null, transitions_after: number | null, over = {}) =>
  row({ key, counted_delta, transitions_after, at: START - 3000, ...over });

function outcome(
  missed: HandoverRow[],
  others: HandoverRow[],
  apartMs = CLOCKS_APART_MS,
): Record<string, number | null | 'gone'> {
  const { gone, changed } = reconcileUnseen(missed, others, apartMs);
  return Object.fromEntries(
    missed.map(({ key, transitions_delta }) => [
      key,
      gone.some((it) => it.key === key)
        ? 'gone'
        : (changed.find((it) => it.key === key)?.transitions_delta ?? transitions_delta),
    ]),
  );
}

describe('what one replica did not see', () => {
  it.each([
    ['stays where nobody saw anything', [unseen('u', 3, 8)], [], { u: 3 }],
    ['goes where all of it was seen', [unseen('u', 1, 6)], [seen('s', 1, 6)], { u: 'gone' }],
    ['is less by what was seen of it', [unseen('u', 3, 8)], [seen('s', 1, 7)], { u: 2 }],
    [
      'is not less by what lies outside of it',
      [unseen('u', 3, 8)],
      [seen('s', 1, 5), seen('t', 1, 9)],
      { u: 3 },
    ],
    [
      'goes where all of several was seen',
      [unseen('u', 3, 8)],
      [seen('s', 1, 6), seen('t', 2, 8)],
      { u: 'gone' },
    ],
    ['is told once by two that missed it', [unseen('u', 2, 8), unseen('v', 2, 8)], [], { u: 2, v: 'gone' }],
    ['is told by who missed less of it', [unseen('u', 3, 8), unseen('v', 1, 8)], [], { u: 2, v: 1 }],
    [
      'takes the narrower of two stretches',
      [unseen('u', 1, 8, 20_000), unseen('v', 1, 8, 5000)],
      [],
      { u: 'gone', v: 1 },
    ],
    [
      'counts a takeover whose vacancy nobody saw begin',
      [unseen('u', 1, 6)],
      [seen('s', null, 6)],
      { u: 'gone' },
    ],
    [
      'is not explained by a release, which no counter counts',
      [unseen('u', 1, 6)],
      [seen('s', 0, 5)],
      { u: 1 },
    ],
    ['survives a counter that somebody set back', [unseen('u', -3, 1)], [], { u: -3 }],
    [
      'is quick with a counter that somebody set far ahead',
      [unseen('u', 9e15, 9e15)],
      [seen('s', 1, 7)],
      {
        u: 9e15 - 1,
      },
    ],
  ] as const)('%s', (_name, missed, others, expected) => {
    expect(outcome([...missed], [...others])).toEqual(expected);
  });

  it.each([
    ['seen', seen('s', 1, 3), seen('t', 2, 3)],
    ['missed', unseen('s', 1, 3), unseen('t', 2, 3)],
  ])('is not explained by what was %s before a counter was set back', (_name, ...before) => {
    const later = {
      at: START + 1_800_000,
      unwatched_from: START + 1_790_000,
      unwatched_to: START + 1_800_000,
    };
    const after = { ...unseen('u', 3, 3), ...later };
    const missed = before.filter(({ cause }) => cause === 'unseen');
    const others = before.filter(({ cause }) => cause !== 'unseen');
    expect(outcome([after, ...missed], others).u).toBe(3);
  });

  it('is told each time that a counter was set to its end', () => {
    const end = 2_147_483_647;
    const first = unseen('u', end - 5, end);
    const again = {
      ...unseen('v', end, end),
      unwatched_from: START + 60_000,
      unwatched_to: START + 70_000,
      at: START + 70_000,
    };
    expect(outcome([first, again], [])).toEqual({ u: end - 5, v: end });
  });

  it.each([
    ['one that leads from and to the same', [seen('s', null, null)], 'gone'],
    [
      'several that lead there',
      [seen('s', null, null, { to_id: 7 }), seen('t', null, null, { from_id: 7, at: START - 2000 })],
      'gone',
    ],
    ['none that leads elsewhere', [seen('s', null, null, { to_id: 7 })], null],
    ['none that happened at another time', [seen('s', null, null, { at: START - 60_000 })], null],
  ] as const)('without a counter is explained by %s', (_name, others, expected) => {
    expect(outcome([unseen('u', null, null)], [...others])).toEqual({ u: expected });
  });

  it.each([
    ['who had it, and took it back before it', -14_000, [2, 1, -11_000]],
    ['who took it after it', 1000, [2, 1, 500]],
  ] as const)(
    'without a counter is not explained by what one alone saw of %s',
    (_name, ms, [from_id, to_id, back]) => {
      const others = [
        seen('s', null, null, { at: START + ms }),
        seen('t', null, null, { from_id, to_id, at: START + back }),
      ];
      expect(outcome([unseen('u', null, null)], others, 0)).toEqual({ u: null });
    },
  );

  it('without a counter is not explained, whoever else may have seen it, by what was before its holder last took it', () => {
    const others = [
      seen('s', null, null, { at: START - 14_000 }),
      seen('t', null, null, { from_id: 2, to_id: 1, at: START - 11_000 }),
    ];
    expect(outcome([unseen('u', null, null)], others)).toEqual({ u: null });
    const again = seen('v', null, null, { at: START - 9000 });
    expect(outcome([unseen('u', null, null)], [...others, again])).toEqual({ u: 'gone' });
  });

  it('is not less by what one alone saw outside of it, however its counter was set back', () => {
    const before = seen('s', 1, 6, { at: START - 12_000 });
    expect(outcome([unseen('u', 1, 6)], [before], 0)).toEqual({ u: 1 });
    expect(outcome([unseen('u', 1, 6)], [before])).toEqual({ u: 'gone' });
  });
});
