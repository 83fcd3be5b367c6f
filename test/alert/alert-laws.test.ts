/** What holds whatever is found, in whatever order, over whatever feed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Alert, isTold } from '../../lib/alert/alert.ts';
import { type AlertBook, createAlertBook } from '../../lib/alert/alert-book.ts';
import { EXPLAINS } from '../../lib/alert/roots.ts';
import { matches, type Silence } from '../../lib/alert/silence.ts';
import { type Finding, SEVERITIES } from '../../lib/detect/finding.ts';
import { about, everywhere, T0 } from './builders.ts';

/** A few troubles of two Leases and of the cluster; one of them happened once. */
const TROUBLES: ((at: number) => Finding)[] = [
  () => about('a', 'expired-but-held'),
  (at) => about('b', 'expired-but-held', { since: at }),
  () => about('a', 'vacant'),
  () => about('a', 'flapping'),
  () => about('b', 'headroom-low'),
  () => about('a', 'early-takeover', { until: T0 + 60_000 }),
  (at) => about('a', 'dual-leadership', { since: at, until: at + 15_000 }),
  () => everywhere('slow-renewals'),
  (at) => everywhere('slow-renewals', { key: 'later', since: at }),
  () => everywhere('tenure'),
  () => about('a', 'clock-skew'),
  () => about('b', 'clock-skew'),
  () => everywhere('clock-skew'),
];

const silences = fc.array(
  fc.record({
    field: fc.constantFrom('rule' as const, 'name' as const),
    value: fc.constantFrom('*', 'a', 'slow-*', 'vacant', 'early-takeover'),
    fromMs: fc.nat(90_000),
    forMs: fc.nat(60_000),
  }),
  { maxLength: 3 },
);
const world = fc.record({
  holdMs: fc.constantFrom(0, 1000, 7000),
  clearMs: fc.constantFrom(0, 1000, 10_000),
  silences,
  rounds: fc.array(
    fc.record({
      afterMs: fc.constantFrom(1, 500, 3000, 20_000),
      settled: fc.boolean().chain((no) => (no ? fc.boolean() : fc.constant(true))),
      found: fc.array(fc.tuple(fc.nat(TROUBLES.length - 1), fc.constantFrom(...SEVERITIES)), {
        maxLength: 9,
      }),
    }),
    { minLength: 1, maxLength: 25 },
  ),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;
type Round = { now: number; settled: boolean; changed: Alert[]; book: AlertBook; found: Finding[] };

const silencesOf = (one: World): Silence[] =>
  one.silences.map(({ field, value, fromMs, forMs }, index) => ({
    id: `s${index}`,
    matchers: [{ field, value }],
    from: T0 + fromMs,
    until: T0 + fromMs + forMs,
    author: 'a',
    comment: 'c',
  }));

/** Plays it, and begins another run from what was kept after each round of `restarts`. */
function play(one: World, restarts: (round: number) => boolean): Round[] {
  let settled = true;
  const make = (now: number): AlertBook => {
    const book = createAlertBook({
      timesOf: () => ({ holdMs: one.holdMs, clearMs: one.clearMs }),
      rememberMs: 3_600_000,
      settled: ({ rule }) => settled || rule === 'tenure',
    });
    book.silence(silencesOf(one), now);
    return book;
  };
  let now = T0;
  let book = make(now);
  return one.rounds.map((round, index) => {
    now += round.afterMs;
    settled = round.settled;
    const found = round.found.flatMap(([trouble, severity]) => {
      const made = TROUBLES[trouble]?.(now);
      return made === undefined ? [] : [{ ...made, severity }];
    });
    const changed = book.found(found, now);
    const played = { now, settled, changed, book, found };
    if (restarts(index)) {
      const kept: Alert[] = JSON.parse(JSON.stringify(book.alerts()));
      book = make(now);
      book.restore(kept);
    }
    return played;
  });
}

const never = (): boolean => false;
/** Looks while it is played, for the book goes on. */
function eachRound(check: (round: Round, one: World) => void): void {
  fc.assert(
    fc.property(world, (one) => {
      for (let length = 1; length <= one.rounds.length; length++) {
        const last = play({ ...one, rounds: one.rounds.slice(0, length) }, never).at(-1);
        if (last !== undefined) check(last, one);
      }
    }),
    { numRuns: 200 },
  );
}
const firingIn = (book: AlertBook): Alert[] => book.alerts().filter(({ state }) => state === 'firing');

describe('an alert', () => {
  it('never fires twice without being resolved between, and is resolved once', () => {
    fc.assert(
      fc.property(world, (one) => {
        const firing = new Map<string, string>();
        const over = new Set<string>();
        for (const { changed } of play(one, never)) {
          for (const { id, fingerprint, state } of changed) {
            expect(over.has(id)).toBe(false);
            if (state === 'resolved') {
              expect(firing.get(fingerprint)).toBe(id);
              firing.delete(fingerprint);
              over.add(id);
            }
            if (state === 'firing') {
              expect(firing.get(fingerprint) ?? id).toBe(id);
              firing.set(fingerprint, id);
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is as whoever only hears what changed takes it to be', () => {
    fc.assert(
      fc.property(world, (one) => {
        const heard = new Map<string, Alert>();
        const rounds = play(one, never);
        for (const { changed } of rounds) for (const alert of changed) heard.set(alert.id, alert);
        const brief = ({ id, rootId, silencedBy, missingSince, finding: { severity } }: Alert) =>
          [id, rootId, silencedBy, missingSince, severity].join(' ');
        const known = [...heard.values()].filter(({ state }) => state === 'firing').map(brief);
        const book = rounds.at(-1)?.book;
        expect(known.sort()).toEqual(book === undefined ? [] : firingIn(book).map(brief).sort());
      }),
      { numRuns: 500 },
    );
  });

  it('does not change in what is told by a new run, whenever that begins', () => {
    fc.assert(
      fc.property(world, fc.array(fc.boolean(), { maxLength: 25 }), (one, restarts) => {
        const told = (rounds: Round[]) =>
          rounds.map(({ changed }) =>
            changed
              .map(({ id, state, rootId, silencedBy, firedAt, resolvedAt, finding: { severity } }) =>
                [id, state, rootId, silencedBy, firedAt, resolvedAt, severity].join(' '),
              )
              .sort(),
          );
        expect(told(play(one, (round) => restarts[round] === true))).toEqual(told(play(one, never)));
      }),
      { numRuns: 500 },
    );
  });

  it('begins and fires only where it is found and may be judged', () => {
    fc.assert(
      fc.property(world, (one) => {
        for (const { now, changed, settled, found } of play(one, never)) {
          for (const { firedAt, finding } of changed.filter((alert) => alert.firedAt === now)) {
            expect(firedAt).toBe(now);
            expect(settled || finding.rule === 'tenure').toBe(true);
            expect(found.some(({ rule, key }) => rule === finding.rule && key === finding.key)).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is told', () => {
  it('is never silenced', () =>
    eachRound(({ book, now }, one) => {
      const active = silencesOf(one).filter(({ from, until }) => from <= now && now < until);
      for (const alert of firingIn(book).filter(isTold))
        expect(active.filter((silence) => matches(silence, alert))).toEqual([]);
    }));

  it('is never a consequence of what fires, by the table read one by one', () =>
    eachRound(({ book }) => {
      const firing = firingIn(book);
      for (const alert of firing.filter(isTold))
        expect(firing.filter((root) => explains(root, alert))).toEqual([]);
    }));
});

function explains({ finding: root }: Alert, { finding }: Alert): boolean {
  return EXPLAINS.some(
    ({ rule, by, of }) =>
      rule === finding.rule &&
      by === root.rule &&
      (of === 'shared'
        ? root.subject.name === null && finding.subject.name !== null
        : root.subject.name === finding.subject.name) &&
      root.since <= finding.since + 60_000,
  );
}
