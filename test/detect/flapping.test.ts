import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flapping } from '../../lib/detect/flapping.ts';
import type { Handover, HandoverCause } from '../../lib/lease/handover.ts';
import { handover, identity, MINUTE, played, sightOf, T0 } from './builders.ts';

const tracked = played().tracked();
const found = (handovers: readonly Handover[], atMs = 9 * MINUTE) =>
  flapping(sightOf(tracked, atMs, handovers));

/** One after the other, a minute apart, from the first of `holders` on. */
function chain(holders: readonly string[], cause: HandoverCause = 'expiry'): Handover[] {
  return holders
    .slice(1)
    .map((to, index) => handover((index + 1) * MINUTE, holders[index] ?? null, to, { cause }));
}

describe('flapping (§10: 3 in 10 min to who had led, or 6 of any kind)', () => {
  it.each([
    [['a', 'b', 'a', 'b'], null, 'two of them back'],
    [['a', 'b', 'a', 'b', 'a'], 'warning', 'three of them back'],
    [['a', 'b', 'c', 'd'], null, 'a rollout of three replicas'],
    [['a', 'b', 'c', 'd', 'e', 'f'], null, 'five, all to new Pods'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'critical', 'six of any kind'],
    [['a', 'b', 'a', 'b', 'a', 'b', 'a'], 'critical', 'six between two'],
  ])('%j: %s (%s)', (holders, severity, _) => {
    expect(found(chain(holders))?.severity ?? null).toBe(severity);
  });
  it('a Pod that restarts has led before, whatever its process calls itself (§2)', () => {
    const processes = [1, 2, 3, 4].map((process) => identity('pod-a', process));
    expect(found(chain(processes))).toMatchObject({ severity: 'warning', evidence: { back: 3, changes: 3 } });
  });
  it('what is older than the window does not count', () => {
    const four = chain(['a', 'b', 'a', 'b', 'a']);
    expect(found(four, 10 * MINUTE + 59_000)).not.toBeNull();
    expect(found(four, 13 * MINUTE)).toBeNull();
  });
  it('begins with the first in the window', () => {
    expect(found(chain(['a', 'b', 'a', 'b', 'a']))).toMatchObject({ since: T0 + MINUTE, until: null });
  });
  it.each<[HandoverCause, string]>([
    ['early', 'stealing'],
    ['expiry', 'crashing'],
    ['release', 'releasing'],
    ['recreated', 'recreating'],
  ])('by cause %s it is %s', (cause, kind) => {
    expect(found(chain(['a', 'b', 'a', 'b', 'a'], cause))?.evidence.kind).toBe(kind);
  });
  it('new holders each time are told from returns', () => {
    expect(found(chain(['a', 'b', 'c', 'd', 'e', 'f', 'g']))?.evidence.kind).toBe('replacing');
  });
  it('more changes than window / L without a release are stealing, for each crash takes a whole duration', () => {
    const many = Array.from({ length: 41 }, (_, index) =>
      handover(index * 10_000, index % 2 ? 'b' : 'a', index % 2 ? 'a' : 'b'),
    );
    expect(found(many)?.evidence.kind).toBe('stealing');
    expect(found(many.slice(0, 39))?.evidence.kind).toBe('crashing');
  });
  it('handovers that nobody saw count for as much as the counter rose, if it rose in the window', () => {
    const unseen = (from: number) =>
      handover(5 * MINUTE, 'a', 'b', {
        cause: 'unseen',
        transitionsDelta: 7,
        evidence: { unwatchedFrom: T0 + from, unwatchedTo: T0 + 5 * MINUTE },
      });
    expect(found([unseen(4 * MINUTE)])).toMatchObject({ severity: 'critical', certainty: 'likely' });
    // Hours of rollouts while Tenure was down are no rate.
    expect(found([unseen(-600 * MINUTE)])).toBeNull();
  });
  describe('what nobody saw is told as that', () => {
    /** Tenure was down from the first minute to the ninth. */
    const unseen = (transitionsDelta: number) =>
      handover(8 * MINUTE, 'a', 'b', {
        cause: 'unseen',
        transitionsDelta,
        evidence: { unwatchedFrom: T0 + MINUTE, unwatchedTo: T0 + 9 * MINUTE },
      });
    it('by how much the counter rose, and in which time', () => {
      expect(found([unseen(6)], 9 * MINUTE + 31_000)).toMatchObject({
        severity: 'critical',
        since: T0 + MINUTE,
        evidence: { kind: 'unseen', changes: 6 },
        summary: 'Its counter of handovers rose by 6 within 8 min, and who held it in between was not seen.',
      });
    });
    it('also where the counter rose under a live watch', () => {
      const evidence = { betweenFrom: T0 + 5 * MINUTE, betweenTo: T0 + 5 * MINUTE + 900 };
      const edited = handover(5 * MINUTE + 900, 'a', 'a', {
        ...{ cause: 'unseen', transitionsDelta: 2_147_483_647, evidence },
      });
      const finding = found([edited]);
      expect(finding?.evidence).toMatchObject({ kind: 'unseen', changes: 100 });
      expect(finding?.summary).toContain('rose by 100 or more within 900 ms');
    });
    it('with those that were seen beside it, and by their pattern where they are more', () => {
      const seen = [handover(MINUTE / 2, 'b', 'a'), handover(9 * MINUTE + 1000, 'b', 'a')];
      expect(found([...seen, unseen(6)], 9.5 * MINUTE)?.summary).toContain(' 2 more handovers were seen.');
      const many = chain(['a', 'b', 'a', 'b', 'a', 'b', 'a']);
      expect(found([...many, unseen(2)])).toMatchObject({
        certainty: 'likely',
        evidence: { kind: 'crashing' },
      });
    });
    it('too many for crashes are only those that were seen', () => {
      const many = Array.from({ length: 30 }, (_, index) =>
        handover(index * 10_000, index % 2 ? 'b' : 'a', index % 2 ? 'a' : 'b'),
      );
      expect(found([...many, unseen(20)])?.evidence).toMatchObject({ changes: 50, kind: 'crashing' });
    });
  });
  it('a Lease that is deleted and made again very often is not stolen', () => {
    const many = Array.from({ length: 45 }, (_, index) =>
      handover(index * 10_000, index % 2 ? 'b' : 'a', index % 2 ? 'a' : 'b', { cause: 'recreated' }),
    );
    expect(found(many)?.evidence.kind).toBe('recreating');
  });
  it('a rollout of any number of replicas with fewer than six handovers is none (law)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.constantFrom<HandoverCause>('release', 'expiry'),
        (n, cause) => {
          const pods = Array.from({ length: n }, (_, index) => identity(`pod-${index}`));
          expect(found(chain(pods, cause))).toBeNull();
        },
      ),
    );
  });
  it('is played by a book: two that steal from each other', () => {
    const play = played({ holder: 'a' });
    play.renew(20_000);
    for (let turn = 1; turn <= 4; turn++) {
      play.take(20_000 + turn * 10_000, turn % 2 ? 'b' : 'a');
      play.renew(6000);
    }
    expect(flapping(play.sight(70_000))).toMatchObject({
      severity: 'warning',
      certainty: 'certain',
      evidence: { changes: 4, back: 3, kind: 'stealing' },
    });
  });
});
