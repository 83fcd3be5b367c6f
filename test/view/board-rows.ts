/** Rows and feeds for the tests of the board; every field can be given. */
import type { Feed, ScopeFeed } from '../../lib/lease/feed.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { elects } from '../../lib/lease/record.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';

export const NOW = 1_800_000_000_000;

export function leaseRow(given: Partial<LeaseRow> = {}): LeaseRow {
  const leaseClass = given.class ?? 'controller';
  return {
    key: 1,
    namespace: 'kube-system',
    name: 'some-controller',
    uid: 'u1',
    class: leaseClass,
    elects: elects(leaseClass),
    state: 'held',
    stateSince: NOW - 60_000,
    holder: 'pod-a',
    previousHolder: null,
    holderRef: null,
    durationMs: 15_000,
    rawDurationSeconds: 15,
    transitions: 0,
    acquireTime: null,
    renewTime: null,
    serverTime: null,
    lastRenewalAt: NOW - 1_000,
    ageMs: 1_000,
    ageCertain: true,
    lateAfterMs: 7_500,
    expiresAfterMs: 15_000,
    takeoverDueAt: null,
    heldSince: NOW - 60_000,
    heldSinceCertain: true,
    renewGapMs: { median: 2_000, p99: 2_100, max: 2_200 },
    headroomMs: 12_800,
    clockOffsetMs: null,
    handovers24h: 0,
    alerts: [],
    ...given,
  };
}

export function scopeFeed(given: Partial<ScopeFeed> = {}): ScopeFeed {
  return {
    namespace: null,
    state: 'live',
    since: NOW - 3_600_000,
    done: 1,
    total: 1,
    lastEventAt: NOW - 500,
    provenAt: NOW,
    lostAt: null,
    nextAttemptAt: null,
    attempt: 0,
    lastError: null,
    reconnects: 0,
    blindSpots: [],
    ...given,
  };
}

export function feedOf(...scopes: ScopeFeed[]): Feed {
  const [first = scopeFeed()] = scopes;
  const { namespace: _namespace, ...sum } = first;
  return { ...sum, scopes: scopes.length === 0 ? [first] : scopes };
}

export function handoverAt(at: number, given: Partial<Handover> = {}): Handover {
  return {
    id: `h${at}`,
    namespace: 'kube-system',
    name: 'some-controller',
    leaseUid: 'u1',
    at,
    from: 'pod-a',
    to: 'pod-b',
    cause: 'expiry',
    certainty: 'likely',
    silentMs: null,
    vacantMs: null,
    transitionsDelta: 1,
    coordinated: false,
    evidence: {},
    ...given,
  };
}
