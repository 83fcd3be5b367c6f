import { describe, expect, it } from 'vitest';
import { earlyTakeover } from '../../lib/detect/early-takeover.ts';
import { MINUTE, played, T0 } from './builders.ts';

/** Renewed until 60 s and taken by `b` after `silentMs`. */
function taken(silentMs: number, options: Parameters<typeof played>[1] = {}) {
  const play = played({ holder: 'a' }, options);
  play.renew(60_000);
  play.take(60_000 + silentMs, 'b');
  return play;
}

describe('early takeover (§10: old holder non-empty, M_new − M_old < L − 1 s)', () => {
  it.each([
    [3000, 'certain'],
    [13_000, 'certain'],
    // Stamps are cut to the second: within it API servers may differ.
    [14_000, 'likely'],
    [15_000, null],
    [16_700, null],
  ])('taken after %d ms: %s', (silentMs, certainty) => {
    const finding = earlyTakeover(taken(silentMs).sight(60_100 + silentMs));
    expect(finding?.certainty ?? null).toBe(certainty);
  });
  it('tells the moment once, until it is old', () => {
    const play = taken(3000);
    const id = play.log.handovers.at(-1)?.id;
    expect(earlyTakeover(play.sight(64_000))).toMatchObject({
      rule: 'early-takeover',
      key: `apps/controller-lock/${id}`,
      severity: 'warning',
      certainty: 'certain',
      subject: { holder: 'b' },
      since: T0 + 63_000,
      until: T0 + 63_000 + 30 * MINUTE,
      evidence: { from: 'a', to: 'b', durationMs: 15_000, stampedSilenceMs: 3000 },
    });
    expect(earlyTakeover(play.sight(62_900 + 30 * MINUTE))).not.toBeNull();
    expect(earlyTakeover(play.sight(63_000 + 30 * MINUTE))).toBeNull();
  });
  it('leaves the cause open', () => {
    const summary = earlyTakeover(taken(3000).sight(64_000))?.summary ?? '';
    expect(summary).toContain('b took it from a 3 s after its last renewal, where 15 s are to be waited for');
    for (const cause of ['wall clock', 'shorter duration', 'by hand', 'different rates'])
      expect(summary).toContain(cause);
  });
  it('is likely only, where stamps do not say it (§8) and arrival has to', () => {
    const play = played({ holder: 'a', writtenAt: null }, { stamps: false });
    for (let ms = 2000; ms <= 60_000; ms += 2000) play.write(ms, { writtenAt: null });
    play.take(63_000, 'b', { writtenAt: null });
    expect(earlyTakeover(play.sight(64_000))).toMatchObject({
      certainty: 'likely',
      evidence: { stampedSilenceMs: null, observedSilenceMs: 3000 },
    });
  });
  it('never by two clocks: a taker whose clock is 20 s behind is not early (§10, "ambiguous")', () => {
    const play = played({ holder: 'a' });
    play.renew(60_000);
    play.take(77_000, 'b', { acquiredAt: T0 + 57_000, renewedAt: T0 + 57_000 });
    expect(earlyTakeover(play.sight(77_100))).toBeNull();
  });
  it('a release and a takeover after it are none', () => {
    const play = played({ holder: 'a' });
    play.renew(60_000);
    play.release(61_000);
    play.take(62_000, 'b');
    expect(earlyTakeover(play.sight(63_000))).toBeNull();
  });
});
