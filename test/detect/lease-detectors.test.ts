import { describe, expect, it } from 'vitest';
import { LEASE_DETECTORS } from '../../lib/detect/lease-detectors.ts';
import { MINUTE, played } from './builders.ts';

const rulesOf = (play: ReturnType<typeof played>, ms: number) =>
  LEASE_DETECTORS.flatMap((detector) => detector(play.sight(ms))?.rule ?? []);

const HOSTILE = `${'x'.repeat(100_000)}\n\u202e'$(rm -rf /)\u0000`;

describe('all detectors about one Lease', () => {
  it('find nothing in a Lease that is renewed, released and taken', () => {
    const play = played({ holder: 'a' });
    for (const holder of ['b', 'c', 'd']) {
      play.renew(20 * MINUTE);
      expect(rulesOf(play, play.now() + 100)).toEqual([]);
      play.release(play.now() + 1000);
      expect(rulesOf(play, play.now() + 4000)).toEqual([]);
      play.take(play.now() + 4300, holder);
      expect(rulesOf(play, play.now() + 100)).toEqual([]);
    }
  });
  it('find nothing in a crash whose standby takes over in time (§2: at most L + 4.4 P)', () => {
    const play = played({ holder: 'a' });
    play.renew(20 * MINUTE);
    expect(rulesOf(play, play.now() + 23_700)).toEqual([]);
    play.take(play.now() + 23_800, 'b');
    expect(rulesOf(play, play.now() + 100)).toEqual([]);
  });
  it('find early takeover and dual leadership together', () => {
    const play = played({ holder: 'a' });
    play.renew(MINUTE);
    play.take(63_000, 'b');
    expect(rulesOf(play, 63_100)).toEqual(['early-takeover', 'dual-leadership']);
  });
  it('bear a hostile Lease: one line each, short, and nothing in a command that was not asked for', () => {
    const play = played({ holder: HOSTILE });
    play.renew(MINUTE);
    play.take(63_000, `b${HOSTILE}`, { durationSeconds: 2_147_483_647, transitions: 2_147_483_647 });
    const findings = LEASE_DETECTORS.flatMap((detector) => detector(play.sight(63_100)) ?? []);
    for (const { title, summary, next } of findings) {
      expect(title.length).toBeLessThan(120);
      expect(summary.length).toBeLessThan(800);
      for (const text of [title, summary, ...next.map(({ command }) => command ?? '')]) {
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }
    }
  });
});
