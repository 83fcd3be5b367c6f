import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dualLeadership } from '../../lib/detect/dual-leadership.ts';
import { earlyTakeover } from '../../lib/detect/early-takeover.ts';
import { handover, played, sightOf, T0 } from './builders.ts';

function renewed() {
  const play = played({ holder: 'a' });
  play.renew(60_000);
  return play;
}

describe('possible dual leadership (§2, §10: until the old holder’s last renewal + L + P)', () => {
  it('after an early takeover, with P from the usual gap', () => {
    const play = renewed();
    play.take(63_000, 'b');
    expect(dualLeadership(play.sight(63_500))).toMatchObject({
      rule: 'dual-leadership',
      key: `apps/controller-lock/${play.log.handovers.at(-1)?.id}`,
      severity: 'critical',
      certainty: 'suspected',
      since: T0 + 63_000,
      until: T0 + 60_000 + 15_000 + 2000,
      evidence: {
        cause: 'early',
        from: 'a',
        to: 'b',
        lastRenewalAt: T0 + 60_000,
        durationMs: 15_000,
        retryMs: 2000,
      },
    });
    expect(dualLeadership(play.sight(76_900))).not.toBeNull();
    expect(dualLeadership(play.sight(77_000))).toBeNull();
  });
  it('not where Tenure saw the whole duration go by, and only an API server’s clock is behind (§8)', () => {
    const play = renewed();
    play.take(76_000, 'b', { writtenAt: T0 + 73_000 });
    expect(play.log.handovers.at(-1)?.evidence).toMatchObject({ stampedSilenceMs: 13_000 });
    expect(dualLeadership(play.sight(76_100))).toBeNull();
    expect(earlyTakeover(play.sight(76_100))).toBeNull();
  });
  it('after a Lease was deleted while held and made by another: covers the 11.2 s that were measured', () => {
    const play = renewed();
    play.remove(61_000);
    play.write(61_500, { uid: 'uid-2', holder: 'b', transitions: 0, acquiredAt: T0 + 61_500 });
    const finding = dualLeadership(play.sight(61_600));
    expect(finding).toMatchObject({
      severity: 'critical',
      since: T0 + 61_500,
      // The new object has no gaps yet: P is at most a third of L.
      until: T0 + 60_000 + 15_000 + 5000,
      evidence: { cause: 'recreated', from: 'a', to: 'b', lastRenewalAt: T0 + 60_000, retryInferred: false },
    });
    expect(finding?.until ?? 0).toBeGreaterThanOrEqual(T0 + 61_000 + 11_200);
  });
  it('after another uid that nobody saw come', () => {
    const play = renewed();
    play.write(61_500, { uid: 'uid-2', holder: 'b', transitions: 0 });
    expect(dualLeadership(play.sight(61_600))).toMatchObject({
      evidence: { cause: 'recreated', from: 'a', to: 'b' },
    });
  });
  it('not where the former holder made it again itself', () => {
    const play = renewed();
    play.remove(61_000);
    play.write(61_500, { uid: 'uid-2', holder: 'a' });
    expect(dualLeadership(play.sight(61_600))).toBeNull();
  });
  it('… also when it gave it up later, and another took it', () => {
    const play = renewed();
    play.remove(61_000);
    play.write(61_500, { uid: 'uid-2', holder: 'a' });
    play.release(63_000);
    play.take(64_000, 'c');
    expect(dualLeadership(play.sight(64_100))).toBeNull();
  });
  it('by the duration that the former holder was allowed, not by that of the new one', () => {
    const play = renewed();
    play.take(63_000, 'b', { durationSeconds: 60 });
    expect(dualLeadership(play.sight(63_500))).toMatchObject({ until: T0 + 60_000 + 15_000 + 2000 });
  });
  it('not after a release, even if the Lease was deleted then (as some clients do on unlock, §2)', () => {
    const released = renewed();
    released.release(61_000);
    released.take(62_000, 'b');
    expect(dualLeadership(released.sight(62_100))).toBeNull();
    const deleted = renewed();
    deleted.release(61_000);
    deleted.remove(61_500);
    deleted.write(62_000, { uid: 'uid-2', holder: 'b', durationSeconds: 15, transitions: 0 });
    expect(deleted.log.handovers.at(-1)).toMatchObject({ cause: 'recreated', from: 'a', to: 'b' });
    expect(dualLeadership(deleted.sight(62_100))).toBeNull();
  });
  it('not after an expiry: the deadline ran out before the duration', () => {
    const play = renewed();
    play.take(76_700, 'b');
    expect(dualLeadership(play.sight(76_800))).toBeNull();
  });
  it('not for who took it back, and still for who did not', () => {
    const back = renewed();
    back.take(62_000, 'b');
    back.release(63_000);
    back.take(64_000, 'a');
    expect(dualLeadership(back.sight(64_100))).toBeNull();
    const play = renewed();
    play.take(62_000, 'b');
    play.take(63_000, 'a');
    expect(dualLeadership(play.sight(63_100))).toMatchObject({ evidence: { from: 'b', to: 'a' } });
    play.release(64_000);
    play.take(65_000, 'c');
    expect(dualLeadership(play.sight(65_100))).toMatchObject({ evidence: { from: 'b', to: 'a' } });
  });
  it('lasts exactly from the takeover to L + P after the last renewal, and never without end (law)', () => {
    const tracked = renewed().tracked();
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 13_999 }),
        fc.integer({ min: -5000, max: 60_000 }),
        (silentMs, after) => {
          const taken = handover(100_000, 'x', 'a', { cause: 'early', silentMs });
          const sight = sightOf({ ...tracked, holder: 'a' }, 100_000 + after, [taken]);
          expect(dualLeadership(sight) !== null).toBe(after >= 0 && after + silentMs < 17_000);
        },
      ),
    );
  });
});
