/** Rows, handovers, buckets and insights for tests of what is said and drawn of a Lease. */
import type { Handover } from '../../lib/lease/handover.ts';
import type { LeaseInsight } from '../../lib/view/insight.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import type { RenewalBucket } from '../../lib/view/renewals.ts';

/** 2026-03-05 03:14:07 UTC */
export const NOW = Date.UTC(2026, 2, 5, 3, 14, 7);
const DAY = 86_400_000;

export function row(over: Partial<LeaseRow> = {}): LeaseRow {
  return {
    key: 1,
    namespace: 'kube-system',
    name: 'kube-scheduler',
    uid: 'u1',
    class: 'control-plane',
    elects: true,
    state: 'held',
    stateSince: NOW - 3_600_000,
    holder: 'cp-1_5f0e6a3c',
    previousHolder: null,
    holderRef: {
      kind: 'Pod',
      namespace: 'kube-system',
      name: 'kube-scheduler-cp-1',
      uid: 'p1',
      node: 'cp-1',
    },
    durationMs: 15_000,
    rawDurationSeconds: 15,
    transitions: 4,
    acquireTime: '2026-03-02T01:12:40.123456Z',
    renewTime: '2026-03-05T03:14:05.900000Z',
    serverTime: '2026-03-05T03:14:05Z',
    lastRenewalAt: NOW - 1_100,
    ageMs: 1_100,
    ageCertain: true,
    lateAfterMs: 7_500,
    expiresAfterMs: 15_000,
    takeoverDueAt: NOW - 1_100 + 23_800,
    heldSince: NOW - 74 * 3_600_000,
    heldSinceCertain: true,
    renewGapMs: { median: 2_000, p99: 3_100, max: 4_000 },
    headroomMs: 11_000,
    clockOffsetMs: { lower: -4, upper: 48, latencyAllowanceMs: 50, samples: 60 },
    handovers24h: 0,
    alerts: [],
    ...over,
  };
}

export function handover(over: Partial<Handover> = {}): Handover {
  return {
    id: 'u1.7',
    namespace: 'kube-system',
    name: 'kube-scheduler',
    leaseUid: 'u1',
    at: NOW - 60_000,
    from: 'cp-1_5f0e6a3c',
    to: 'cp-2_0d93b7f2',
    cause: 'expiry',
    certainty: 'likely',
    silentMs: 18_400,
    vacantMs: 3_400,
    transitionsDelta: 1,
    coordinated: false,
    evidence: { durationMs: 15_000, transitionsBefore: 4, transitionsAfter: 5 },
    ...over,
  };
}

export function bucket(index: number, over: Partial<RenewalBucket> = {}): RenewalBucket {
  const from = NOW - 600_000 + index * 20_000;
  return {
    from,
    to: from + 20_000,
    count: 10,
    maxGapMs: 2_100,
    offsetLowerMs: -400,
    offsetUpperMs: 300,
    holder: 'cp-1_5f0e6a3c',
    ...over,
  };
}

/** Of a day that was watched throughout. */
export function insight(over: Partial<LeaseInsight> = {}, durationMs = 15_000): LeaseInsight {
  return {
    asOf: NOW,
    from: NOW - DAY,
    to: NOW,
    watchedMs: DAY,
    blindMs: 0,
    leaderlessMs: 0,
    availability: 1,
    handovers: { unseen: 0, recreated: 0, deleted: 0, release: 0, early: 0, expiry: 0, first: 0 },
    silentAfterExpiry: null,
    vacantAfterRelease: null,
    renewalsFrom: null,
    durations: [{ at: NOW - DAY, durationMs }],
    worstGapMs: 3_100,
    usualGapMs: 2_000,
    headroomTrend: [],
    ...over,
  };
}
