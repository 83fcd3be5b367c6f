import { describe, expect, it } from 'vitest';
import { expiresAfterMs, lateAfterMs, leaseState } from '../../lib/lease/state.ts';

const live = { live: true, provenAt: 1e15, resumedAt: null, lostAt: null };
const held = { holder: 'a', lastRenewalAt: 0, lateAfterMs: 7500, expiresAfterMs: 15_000 };

describe('limits (api.md "state")', () => {
  it.each([
    ['client-go 15/10/2', 'controller', 15_000, 2000, 7500],
    ['CSI 15/10/5', 'csi', 15_000, 5000, 10_000],
    ['Knative 60/40/10', 'sharded', 60_000, 10_000, 30_000],
    ['node heartbeat 40 every 10', 'node-heartbeat', 40_000, 10_000, 25_000],
    ['no usual gap yet', 'controller', 15_000, null, 7500],
    ['API server, 3600 written, 30 judged', 'apiserver', 3_600_000, 10_000, 30_000],
    ['no duration', 'controller', null, 2000, null],
  ] as const)('%s is late after', (_, leaseClass, duration, gap, expected) => {
    expect(lateAfterMs(leaseClass, duration, gap)).toBe(expected);
  });
  it('§5: an API server is judged by 60 s, not by its 3600', () => {
    expect(expiresAfterMs('apiserver', 3_600_000)).toBe(60_000);
    expect(expiresAfterMs('controller', 15_000)).toBe(15_000);
  });
});

describe('states (§10)', () => {
  it.each([
    ['fresh', {}, 1000, {}, 'held'],
    ['at the limit', {}, 7500, {}, 'held'],
    ['past it', {}, 7501, {}, 'late'],
    ['past the duration', {}, 15_001, {}, 'expired'],
    ['nobody', { holder: null }, 1000, {}, 'vacant'],
    ['first sight without a stamp', { lastRenewalAt: null }, 1000, {}, 'unknown'],
    ['feed not live, whatever the age', {}, 99_000, { live: false }, 'unknown'],
    ['feed not live, nobody', { holder: null }, 99_000, { live: false }, 'unknown'],
    ['a quiet watch proved only before the expiry', {}, 20_000, { provenAt: 14_999 }, 'late'],
    ['a watch never proved', {}, 20_000, { provenAt: null }, 'late'],
    ['proved to the expiry', {}, 20_000, { provenAt: 15_000 }, 'expired'],
    ['no duration never expires', { lateAfterMs: null, expiresAfterMs: null }, 1e9, {}, 'held'],
    ['after an outage a whole duration is waited for', {}, 40_000, { resumedAt: 30_000 }, 'late'],
    ['… and no longer', {}, 45_001, { resumedAt: 30_000 }, 'expired'],
    [
      'an outage before its last renewal is nothing',
      { lastRenewalAt: 5000 },
      20_001,
      { resumedAt: 4000 },
      'expired',
    ],
  ] as const)('%s', (_, over, now, feed, expected) => {
    expect(leaseState({ ...held, ...over }, now, { ...live, ...feed })).toBe(expected);
  });
});
