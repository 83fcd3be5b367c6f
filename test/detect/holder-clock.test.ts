import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockSkew } from '../../lib/detect/clock-skew.ts';
import { clockStep } from '../../lib/detect/clock-step.ts';
import type { ClockSight } from '../../lib/detect/holder-clock.ts';
import { MINUTE, played, SECOND, T0 } from './builders.ts';

/** A holder whose clock is `offsetMs` ahead, with requests of `latencyMs`: renewals as they reach the API server. */
function renewedBy(
  play: ReturnType<typeof played>,
  forMs: number,
  offsetMs: number,
  latencyMs: (renewal: number) => number = () => 5,
) {
  const until = play.now() + forMs;
  for (let renewal = 0; play.now() + 2037 <= until; renewal++) {
    const ms = play.now() + 2037;
    play.write(ms, { renewedAt: T0 + ms - latencyMs(renewal) + offsetMs });
  }
}
function clockOf(offsetMs: number, forMs = 5 * MINUTE, latencyMs?: (renewal: number) => number) {
  const play = played();
  play.renew(10_000);
  play.take(20_000, 'b', { renewedAt: T0 + 20_000 + offsetMs });
  renewedBy(play, forMs, offsetMs, latencyMs);
  return play;
}
const look = (play: ReturnType<typeof played>, latencyAllowanceMs = 50): ClockSight => ({
  ...play.sight(play.now() + 100),
  latencyAllowanceMs,
});

describe('clock skew (§8: the vernier bound; warn at 1 s certain, critical at 5 s)', () => {
  it.each([
    [0, null],
    [800, null],
    [-800, null],
    [1200, 'warning'],
    [-1200, 'warning'],
    [4500, 'warning'],
    [5200, 'critical'],
    [-5200, 'critical'],
    [-30_000, 'critical'],
  ])('%d ms off: %s', (offsetMs, severity) => {
    const play = clockOf(offsetMs);
    expect(clockSkew(look(play))?.severity ?? null).toBe(severity);
    expect(clockStep(look(play))).toBeNull();
  });
  it('gives the interval, which holds the truth; ahead is certain, behind up to a latency', () => {
    const ahead = clockSkew(look(clockOf(7000)));
    expect(ahead).toMatchObject({
      rule: 'clock-skew',
      key: 'apps/controller-lock',
      certainty: 'certain',
      subject: { holder: 'b' },
      until: null,
      evidence: { latencyAllowanceMs: 50, offsetLowerMs: expect.any(Number), samples: expect.any(Number) },
    });
    expect(Number(ahead?.evidence.offsetLowerMs)).toBeLessThanOrEqual(7000);
    expect(Number(ahead?.evidence.offsetUpperMs)).toBeGreaterThanOrEqual(7000);
    expect(clockSkew(look(clockOf(-7000)))).toMatchObject({ certainty: 'likely' });
  });
  it('needs some renewals of this very holder', () => {
    expect(clockSkew(look(clockOf(7000, 11 * SECOND)))).toBeNull();
    expect(clockSkew(look(clockOf(7000, 13 * SECOND)))).not.toBeNull();
  });
  it('slow requests alone put nobody behind: the allowance covers them', () => {
    const slow = clockOf(0, 5 * MINUTE, () => 1900);
    expect(clockSkew(look(slow, 50))).not.toBeNull();
    expect(clockSkew(look(slow, 2000))).toBeNull();
    // Where Tenure's round trips are not known, a second is allowed.
    const { latencyAllowanceMs: _, ...unknown } = look(slow);
    expect(clockSkew(unknown)).toBeNull();
  });
  it('without stamps an offset is not resolvable, and never found (§8)', () => {
    const play = played({ writtenAt: null }, { stamps: false });
    for (let ms = 2000; ms < MINUTE; ms += 2000)
      play.write(ms, { writtenAt: null, renewedAt: T0 + ms + 9000 });
    expect(clockSkew(look(play))).toBeNull();
    expect(clockStep(look(play))).toBeNull();
  });
  it('stamps that turn out to stand still tell nothing any more (§8, 1.18–1.24)', () => {
    const play = clockOf(7000);
    const before = play.now();
    play.write(before + 2037, { renewedAt: T0 + before + 9037, renewStampAt: T0 + before });
    expect(play.tracked().stampMoves).toBe(false);
    expect(clockSkew(look(play))).toBeNull();
  });
  it('never found below 1 s, always past 1.2 s; never both with a step (law)', () => {
    const latencies = fc.array(fc.integer({ min: 2, max: 50 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: -60_000, max: 60_000 }), latencies, (offsetMs, some) => {
        const play = clockOf(offsetMs, 5 * MINUTE, (renewal) => some[renewal % some.length] ?? 2);
        const finding = clockSkew(look(play));
        if (Math.abs(offsetMs) <= 1000) expect(finding).toBeNull();
        if (Math.abs(offsetMs) >= 1200) expect(finding).not.toBeNull();
        expect(clockStep(look(play))).toBeNull();
      }),
      { numRuns: 40 },
    );
  });
});

describe('clock step (§8: lower side above the upper)', () => {
  it.each([
    [3000, 'warning'],
    [-3000, 'warning'],
    [900, 'info'],
    [300, null],
    [0, null],
  ])('set by %d ms: %s', (stepMs, severity) => {
    const play = clockOf(0);
    renewedBy(play, 2 * MINUTE, stepMs);
    expect(clockStep(look(play))?.severity ?? null).toBe(severity);
  });
  it('says by how much at least, and is no skew meanwhile', () => {
    const play = clockOf(0);
    renewedBy(play, 2 * MINUTE, 9000);
    const finding = clockStep(look(play));
    expect(finding).toMatchObject({ rule: 'clock-step', key: 'apps/controller-lock', certainty: 'likely' });
    expect(Number(finding?.evidence.differenceMs)).toBeGreaterThan(8500);
    expect(Number(finding?.evidence.differenceMs)).toBeLessThanOrEqual(9000);
    expect(clockSkew(look(play))).toBeNull();
    const far = clockOf(7000);
    renewedBy(far, 2 * MINUTE, 16_000);
    expect(clockStep(look(far))).not.toBeNull();
    expect(clockSkew(look(far))).toBeNull();
  });
  it('is over ten minutes later, and then it is skew', () => {
    const play = clockOf(0);
    renewedBy(play, 13 * MINUTE, 9000);
    expect(clockStep(look(play))).toBeNull();
    expect(clockSkew(look(play))).toMatchObject({ severity: 'critical' });
  });
  it('one slow request is no step: it shows as a long gap, and is no sample', () => {
    const play = clockOf(0);
    const ms = play.now() + 2037 + 4000;
    play.write(ms, { renewedAt: T0 + ms - 4000 });
    renewedBy(play, MINUTE, 0);
    expect(clockStep(look(play))).toBeNull();
  });
  it('… nor where renewals are so rare that it does not show: 2 s late at every 26 s', () => {
    const play = played({ durationSeconds: 137 });
    play.renew(10 * MINUTE, 26_000);
    const ms = play.now() + 28_000;
    play.write(ms, { renewedAt: T0 + ms - 2000 });
    play.renew(2 * MINUTE, 26_137);
    expect(clockStep(look(play))).toBeNull();
  });
  it('starts afresh with a new holder, whose clock is another', () => {
    const play = clockOf(0);
    play.take(play.now() + 20_000, 'c', { renewedAt: T0 + play.now() + 29_000 });
    renewedBy(play, MINUTE, 9000);
    expect(clockStep(look(play))).toBeNull();
    expect(clockSkew(look(play))).toMatchObject({ subject: { holder: 'c' } });
  });
});
