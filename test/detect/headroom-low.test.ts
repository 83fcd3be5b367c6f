import { describe, expect, it } from 'vitest';
import { headroomLow } from '../../lib/detect/headroom-low.ts';
import { HOUR, MINUTE, played, T0 } from './builders.ts';

/** Renewed every 2 s for `quietMs`, and then `times` after `slowMs` each, ten usual gaps apart. */
function slowed(times: number, slowMs: number, quietMs = 2 * MINUTE) {
  const play = played();
  play.renew(quietMs);
  for (let i = 0; i < times; i++) {
    play.write(play.now() + slowMs);
    play.renew(20_000);
  }
  return play;
}
const found = (play: ReturnType<typeof slowed>) => headroomLow(play.sight(play.now() + 100));

describe('headroom low: renewals close to the duration, again and again', () => {
  it.each([
    [3, 10_000, true, 'three renewals at two thirds of the duration'],
    [2, 10_000, false, 'one fewer'],
    [1, 14_500, false, 'a single slow one, however near'],
    [20, 4000, false, 'one try that failed each time: two usual gaps'],
    [20, 8800, false, 'less than 0.6 L'],
    [3, 14_500, true, 'three that were only just in time'],
  ])('%d of %d ms: %s (%s)', (times, slowMs, expected) => {
    expect(found(slowed(times, slowMs)) !== null).toBe(expected);
  });
  it('tells the headroom and what it was judged by', () => {
    const play = slowed(4, 10_000);
    expect(found(play)).toMatchObject({
      rule: 'headroom-low',
      key: 'apps/controller-lock',
      severity: 'warning',
      since: T0 + play.now(),
      until: null,
      evidence: {
        nearMisses: 4,
        renewals: 59 + 4 * 11,
        nearMs: 9000,
        maxGapMs: 10_000,
        headroomMs: 5000,
        durationMs: 15_000,
        usualGapMs: expect.any(Number),
      },
    });
  });
  it('not by gaps that another duration allowed: 60/10 became 10/2', () => {
    const play = played({ durationSeconds: 60 });
    play.renew(10 * MINUTE, 10_000);
    play.release(play.now() + 1000);
    play.take(play.now() + 2000, 'b', { durationSeconds: 10 });
    play.renew(5 * MINUTE);
    expect(found(play)).toBeNull();
    expect(play.tracked().usualGapMs).toBeLessThan(2100);
  });
  it('stalls of the API server, a few in hours, are no habit: less than 1 % of the renewals', () => {
    const play = slowed(0, 0, 3 * HOUR);
    for (let stall = 0; stall < 5; stall++) {
      play.write(play.now() + 11_000);
      play.renew(10 * MINUTE);
    }
    expect(found(play)).toBeNull();
  });
  it('what began an hour ago is not lost in a day: of the last 4 to 8 h', () => {
    expect(found(slowed(120, 10_000, 9 * HOUR))).toMatchObject({ evidence: { nearMisses: 120 } });
  });
  it('CSI at 15/10/5: a try that failed takes two thirds of the duration, and is no near miss (§2)', () => {
    const play = played({ namespace: 'csi', name: 'external-attacher-leader-x' });
    play.renew(2 * MINUTE, 5000);
    for (let i = 0; i < 5; i++) {
      play.write(play.now() + 10_050);
      play.renew(20_000, 5000);
    }
    expect(found(play)).toBeNull();
    for (let i = 0; i < 3; i++) play.write(play.now() + 13_000);
    expect(found(play)).not.toBeNull();
  });
  it('is over when it has been renewed in time for long', () => {
    const play = slowed(4, 10_000);
    expect(found(play)).not.toBeNull();
    play.renew(30 * MINUTE);
    expect(found(play)).toBeNull();
  });
  it('gaps of a longer duration before are none: a holder gives up before L + P (§2)', () => {
    const play = played({ durationSeconds: 137 });
    play.renew(HOUR, 26_000);
    play.renew(2 * HOUR, 2000, { durationSeconds: 15 });
    expect(found(play)).toBeNull();
  });
  it('is none of what nobody holds', () => {
    const play = slowed(4, 10_000);
    play.release(play.now() + 1000);
    expect(found(play)).toBeNull();
  });
});
