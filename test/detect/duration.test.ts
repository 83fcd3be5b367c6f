import { describe, expect, it } from 'vitest';
import { cadenceChanged } from '../../lib/detect/cadence-changed.ts';
import { durationChanged } from '../../lib/detect/duration-changed.ts';
import { durationInvalid } from '../../lib/detect/duration-invalid.ts';
import { durationUnderHolder } from '../../lib/detect/duration-under-holder.ts';
import { expiredButHeld } from '../../lib/detect/expired.ts';
import { HOUR, handover, MINUTE, played, sightOf, T0 } from './builders.ts';

describe('duration changed', () => {
  function changed(over: Parameters<typeof played>[0] = {}) {
    const play = played({ holder: 'a', ...over });
    play.renew(60_000);
    play.release(61_000);
    play.take(62_000, 'b', { durationSeconds: 30 });
    return play;
  }
  it('is told with a handover, once', () => {
    const play = changed();
    expect(durationChanged(play.sight(62_100))).toMatchObject({
      rule: 'duration-changed',
      key: `apps/controller-lock/${play.log.handovers.at(-1)?.id}`,
      severity: 'info',
      certainty: 'certain',
      since: T0 + 62_000,
      until: T0 + 62_000 + 30 * MINUTE,
      evidence: { durationBeforeMs: 15_000, durationMs: 30_000, from: 'a', to: 'b' },
    });
    expect(durationChanged(play.sight(62_000 + 30 * MINUTE))).toBeNull();
  });
  it('after an expiry too, and when it was deleted and made again', () => {
    const expired = played({ holder: 'a' });
    expired.renew(60_000);
    expired.take(77_000, 'b', { durationSeconds: 30 });
    expect(durationChanged(expired.sight(77_100))).not.toBeNull();
    const recreated = played({ holder: 'a' });
    recreated.remove(61_000);
    recreated.write(62_000, { uid: 'uid-2', holder: 'b', durationSeconds: 30 });
    expect(durationChanged(recreated.sight(62_100))).not.toBeNull();
  });
  it('stays that of the handover it came with, when others follow', () => {
    const play = changed();
    const { id } = play.log.handovers.at(-1) ?? {};
    play.release(70_000);
    play.take(71_000, 'c', { durationSeconds: 30 });
    expect(durationChanged(play.sight(71_100))).toMatchObject({ key: `apps/controller-lock/${id}` });
  });
  it('the duration 1 of a release is none (§2)', () => {
    const play = played({ holder: 'a' });
    play.release(61_000);
    expect(durationChanged(play.sight(61_100))).toBeNull();
    play.take(62_000, 'b');
    expect(durationChanged(play.sight(62_100))).toBeNull();
  });
  it('the 5 s of an electing write are none (§3)', () => {
    const strategy = 'OldestEmulationVersion';
    const play = played({ holder: 'a', strategy });
    play.renew(60_000);
    play.take(77_000, 'b', { durationSeconds: 5 });
    expect(durationChanged(play.sight(77_100))).toBeNull();
    play.renew(4000, 2000, { durationSeconds: 15 });
    expect(durationChanged(play.sight(82_000))).toBeNull();
  });
  it('… nor of one that became coordinated later, or was so then', () => {
    const later = played({ holder: 'a' });
    later.renew(60_000);
    later.take(77_000, 'b');
    later.write(79_000, { strategy: 'OldestEmulationVersion', durationSeconds: 5 });
    expect(durationChanged(later.sight(79_100))).toBeNull();
    const evidence = { durationMs: 30_000 };
    const before = handover(60_000, 'a', 'b', { coordinated: true, evidence });
    expect(durationChanged(sightOf(played().tracked(), 61_000, [before]))).toBeNull();
    expect(
      durationChanged(sightOf(played().tracked(), 61_000, [{ ...before, coordinated: false }])),
    ).not.toBeNull();
  });
  it('not where it is not known with which of two handovers it changed', () => {
    const known = handover(60_000, 'a', 'b', { evidence: { durationMs: 30_000 } });
    const unknown = handover(70_000, 'b', 'c', { evidence: {} });
    expect(durationChanged(sightOf(played().tracked(), 71_000, [known, unknown]))).toBeNull();
  });
});

describe('duration changed under one holder', () => {
  const told = (play: ReturnType<typeof played>, ms: number) => durationUnderHolder(play.sight(ms));

  it('once: restarted under its name with other settings', () => {
    const play = played();
    play.renew(60_000);
    play.write(62_000, { durationSeconds: 30 });
    expect(told(play, 62_100)).toMatchObject({
      rule: 'duration-changed',
      key: `apps/controller-lock/holder@${T0 + 62_000}`,
      severity: 'info',
      certainty: 'certain',
      until: T0 + 62_000 + 30 * MINUTE,
      evidence: { durationBeforeMs: 15_000, durationMs: 30_000 },
    });
    expect(told(play, 62_000 + 30 * MINUTE)).toBeNull();
  });
  it('back and forth: two processes renew it in turns under one name', () => {
    const play = played();
    play.renew(60_000);
    for (let n = 0; n < 3; n++) play.write(62_000 + n * 1000, { durationSeconds: n % 2 === 0 ? 30 : 15 });
    expect(told(play, 64_500)).toMatchObject({
      key: 'apps/controller-lock/mixed',
      severity: 'warning',
      certainty: 'likely',
      since: T0 + 62_000,
      until: null,
      evidence: { changes: 3, durations: '15 s and 30 s' },
    });
  });
  it('a change that was taken back is one', () => {
    const play = played();
    play.write(60_000, { durationSeconds: 30 });
    play.write(62_000, { durationSeconds: 15 });
    expect(told(play, 62_100)?.severity).toBe('info');
  });
  it.each<[string, (play: ReturnType<typeof played>) => void]>([
    ['another holder begins anew', (play) => play.take(80_000, 'b', { durationSeconds: 30 })],
    ['nobody holds it', (play) => play.release(64_000)],
    ['it became coordinated (§3)', (play) => play.write(64_000, { strategy: 'OldestEmulationVersion' })],
  ])('not once %s', (_, then) => {
    const play = played();
    play.write(62_000, { durationSeconds: 30 });
    then(play);
    expect(told(play, play.now() + 100)).toBeNull();
  });
  it('not in coordinated elections (§3), nor what has another value each time', () => {
    const strategy = 'OldestEmulationVersion';
    const coordinated = played({ strategy, durationSeconds: 5 });
    for (let n = 1; n < 6; n++) coordinated.write(n * 2000, { durationSeconds: n % 2 === 0 ? 5 : 15 });
    expect(told(coordinated, coordinated.now() + 100)).toBeNull();
    const computed = played();
    for (const [n, seconds] of [20, 25, 20, 25, 30, 35, 30].entries())
      computed.write(2000 + n * 2000, { durationSeconds: seconds });
    expect(told(computed, computed.now() + 100)).toBeNull();
  });
});

describe('renewed at another cadence', () => {
  it('once another holder has kept it for ten minutes', () => {
    const play = played();
    play.renew(MINUTE);
    play.take(MINUTE + 17_000, 'b');
    play.renew(9 * MINUTE, 5000);
    expect(cadenceChanged(play.sight(play.now()))).toBeNull();
    play.renew(2 * MINUTE, 5000);
    const seenAt = play.tracked().cadence?.change?.seenAt ?? 0;
    expect(cadenceChanged(play.sight(play.now()))).toMatchObject({
      rule: 'duration-changed',
      severity: 'info',
      certainty: 'likely',
      until: seenAt + 30 * MINUTE,
      evidence: { gapBeforeMs: 2000, gapMs: 5000, durationMs: 15_000 },
    });
    expect(cadenceChanged(play.sight(seenAt - T0 + 30 * MINUTE))).toBeNull();
  });
  it('and then a standby is waited for by it: it tries as seldom (§2)', () => {
    const play = played({ durationSeconds: 60 });
    play.renew(HOUR);
    play.take(play.now() + 62_000, 'b', { durationSeconds: 60 });
    play.renew(15 * MINUTE, 10_000);
    const silent = play.now();
    // The usual gap of a day is still 2 s.
    expect(play.tracked().usualGapMs).toBeLessThan(2100);
    expect(expiredButHeld(play.sight(silent + 60_000 + 44_000 + 1900))).toBeNull();
    expect(expiredButHeld(play.sight(silent + 60_000 + 44_000 + 2100))).not.toBeNull();
  });
});

describe('duration invalid (§10: L ≤ 2 r)', () => {
  const renewed = (gapMs: number, times: number, over: Parameters<typeof played>[0] = {}) => {
    const play = played(over);
    play.renew(gapMs * times, gapMs);
    return play;
  };
  it.each([
    [8000, 20, true, 'less than two renewals'],
    [7500, 20, true, 'exactly two'],
    [7000, 20, false, 'more than two'],
    [5000, 20, false, 'CSI at 15/5'],
    // The first gap begins where nobody watched.
    [8000, 12, false, 'eleven gaps: a slow minute at first sight'],
    [8000, 13, true, 'twelve gaps'],
  ])('every %d ms, %d times: %s (%s)', (gapMs, times, expected) => {
    const play = renewed(gapMs, times);
    expect(durationInvalid(play.sight(play.now() + 100)) !== null).toBe(expected);
  });
  it('says which duration and which gap', () => {
    const play = renewed(8000, 20);
    expect(durationInvalid(play.sight(play.now()))).toMatchObject({
      rule: 'duration-invalid',
      key: 'apps/controller-lock',
      severity: 'warning',
      until: null,
      evidence: { durationMs: 15_000, usualGapMs: 8000, lastGapMs: 8000, renewals: 19 },
    });
  });
  it('not where duration and period were both made shorter: gaps of before say nothing of it', () => {
    const play = renewed(26_000, 140, { durationSeconds: 137 });
    play.renew(60_000, 2000, { durationSeconds: 15 });
    expect(play.tracked().usualGapMs).toBeLessThan(2100);
    expect(durationInvalid(play.sight(play.now()))).toBeNull();
  });
  it('none of a coordinated election (§3), nor of what nobody holds', () => {
    const coordinated = renewed(8000, 20, { strategy: 'OldestEmulationVersion' });
    expect(durationInvalid(coordinated.sight(coordinated.now()))).toBeNull();
    const play = renewed(8000, 20);
    play.release(HOUR);
    expect(durationInvalid(play.sight(HOUR + 100))).toBeNull();
  });
});
