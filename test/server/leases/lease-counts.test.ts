import { describe, expect, test } from 'vitest';
import { createLeaseCounts } from '../../../lib/server/leases/lease-counts.ts';
import { handover } from '../../view/lease-builders.ts';
import { tracked } from './lease-builders.ts';

const T = 1_800_000_000_000;
const taken = { namespace: 'kube-system', name: 'kube-scheduler', at: T + 60_000 };

describe('what is counted of a Lease', () => {
  test('handovers by cause, and the time in which nobody held it', () => {
    const counts = createLeaseCounts(T);
    counts.handover(handover({ ...taken, cause: 'release', vacantMs: 2700 }));
    counts.handover(handover({ ...taken, cause: 'expiry', vacantMs: 1700 }));
    counts.handover(handover({ ...taken, cause: 'expiry', vacantMs: null }));
    expect(counts.of(tracked(), true, T)).toEqual({
      handovers: { unseen: 0, recreated: 0, release: 1, early: 0, expiry: 2 },
      leaderlessMs: 4400,
    });
    expect(counts.of(tracked({ name: 'other' }), true, T).leaderlessMs).toBe(0);
  });

  test('neither a first holder nor what nobody has followed', () => {
    const counts = createLeaseCounts(T);
    counts.handover(handover({ ...taken, cause: 'first', vacantMs: 5 }));
    counts.handover(handover({ ...taken, cause: 'release', to: null, vacantMs: 5 }));
    expect(counts.of(tracked(), true, T)).toEqual({
      handovers: { unseen: 0, recreated: 0, release: 0, early: 0, expiry: 0 },
      leaderlessMs: 0,
    });
  });

  test('a holder that came back after its duration was over', () => {
    const counts = createLeaseCounts(T);
    const lease = tracked();
    counts.renewed(Object.assign(lease, { lastGapMs: 14_000 }));
    expect(counts.of(lease, true, T).leaderlessMs).toBe(0);
    counts.renewed(Object.assign(lease, { lastGapMs: 18_000 }));
    counts.renewed(Object.assign(lease, { lastGapMs: null }));
    expect(counts.of(lease, true, T).leaderlessMs).toBe(3000);
  });

  test('what is under way, as long as somebody watches, and never less than was told', () => {
    const counts = createLeaseCounts(T);
    const lease = Object.assign(tracked({ holder: '' }), { vacantSince: T + 1000 });
    expect(counts.of(lease, true, T + 4000).leaderlessMs).toBe(3000);
    expect(counts.of(lease, false, T + 9000).leaderlessMs).toBe(3000);
    counts.handover(handover({ ...taken, cause: 'release', vacantMs: 2900 }));
    const held = Object.assign(lease, { state: 'held', holder: 'b' });
    expect(counts.of(held, true, T + 9000).leaderlessMs).toBe(3000);
    counts.handover(handover({ ...taken, cause: 'release', vacantMs: 2900 }));
    expect(counts.of(held, true, T + 9000).leaderlessMs).toBe(5800);
  });

  test('an expired one from its expiry on', () => {
    const counts = createLeaseCounts(T);
    const lease = Object.assign(tracked({}, T), { state: 'expired' });
    expect(lease.expiresAfterMs).toBe(15_000);
    expect(counts.of(lease, true, T + 20_000).leaderlessMs).toBe(5000);
  });

  test('nothing of what was before it began', () => {
    const counts = createLeaseCounts(T);
    const lease = Object.assign(tracked({ holder: '' }), { vacantSince: T - 86_400_000 });
    expect(counts.of(lease, true, T + 1000).leaderlessMs).toBe(1000);
    counts.handover(handover({ ...taken, at: T + 2000, cause: 'release', vacantMs: 86_402_000 }));
    const held = Object.assign(lease, { state: 'held', holder: 'b' });
    expect(counts.of(held, true, T + 2000).leaderlessMs).toBe(2000);
  });
});
