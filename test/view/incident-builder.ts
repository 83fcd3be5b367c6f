/** An incident with everything in it, as the server puts one together. */
import { DEFAULT_RULE_SETTINGS } from '../../lib/alert/rule-settings.ts';
import { RULES } from '../../lib/detect/finding.ts';
import { ruleAsSet } from '../../lib/server/rules/rule-list.ts';
import type { Incident, IncidentLease } from '../../lib/view/incident.ts';
import { alertOf, NOW } from './alert-builders.ts';
import { handover } from './lease-builders.ts';
import { aLane, tenure } from './timeline-builders.ts';

const MINUTE = 60_000;
export const FROM = NOW - 60 * MINUTE;

export function incident(over: Partial<Incident> = {}): Incident {
  return {
    asOf: NOW,
    from: FROM,
    to: NOW,
    view: { user: null, namespaces: null },
    scope: { namespaces: [], names: [], classes: [], q: null },
    tenure: {
      version: '0.1.0',
      demo: false,
      startedAt: FROM - 60 * MINUTE,
      observedSince: FROM - 60 * MINUTE,
      feed: 'live',
      feedSince: FROM,
    },
    cluster: {
      id: '4f1c-uid',
      name: 'prod-eu',
      server: 'https://10.0.0.1:6443',
      kubernetesVersion: 'v1.37.2',
      namespaces: [],
    },
    permissions: {
      leases: 'granted',
      pods: 'granted',
      nodes: 'granted',
      events: 'denied',
      leasecandidates: 'unknown',
      configmaps: 'unknown',
      endpoints: 'unknown',
    },
    history: { state: 'ready', keptFrom: FROM - 600 * MINUTE, problem: null },
    blindSpots: { items: [{ from: FROM + 5 * MINUTE, to: FROM + 9 * MINUTE, scope: null }], left: 0 },
    slow: { items: [{ from: FROM + 30 * MINUTE, to: FROM + 32 * MINUTE, late: 25, of: 30 }], left: 0 },
    alerts: { items: alerts(), left: 0 },
    alertsFrom: FROM - 60 * MINUTE,
    handovers: {
      items: [
        handover({ at: NOW - 4 * MINUTE, silentMs: 17_000, vacantMs: 2_000 }),
        handover({
          id: 'u2',
          name: 'payments-lock',
          namespace: 'apps',
          cause: 'release',
          to: null,
          vacantMs: null,
        }),
      ],
      left: 0,
    },
    timeline: {
      items: [
        aLane([
          tenure(FROM, NOW - 4 * MINUTE, 'cp-1_5f0e6a3c'),
          tenure(NOW - 4 * MINUTE, NOW, 'cp-2_0d93b7f2', { cause: 'expiry' }),
        ]),
      ],
      left: 0,
      pointMs: 3600,
    },
    leases: { items: [lease()], left: 0 },
    rules: RULES.map((rule) => ruleAsSet(rule, DEFAULT_RULE_SETTINGS)),
    ...over,
  };
}

function alerts(): Incident['alerts']['items'] {
  const root = alertOf({
    id: 'slow',
    rule: 'slow-renewals',
    title: 'Many holders renew late',
    consequences: 1,
  });
  return [
    root,
    alertOf({ id: 'under', rootId: 'slow' }),
    alertOf({
      id: 'over',
      rule: 'flapping',
      severity: 'warning',
      state: 'resolved',
      title: 'payments-lock keeps changing hands',
      resolvedAt: NOW - 30_000,
    }),
  ];
}

export function lease(over: Partial<IncidentLease> = {}): IncidentLease {
  return {
    namespace: 'kube-system',
    name: 'kube-scheduler',
    class: 'control-plane',
    durationMs: 15_000,
    usualGapMs: 2000,
    unwritten: [],
    renewals: Array.from({ length: 60 }, (_, i) => ({
      from: FROM + i * MINUTE,
      to: FROM + (i + 1) * MINUTE,
      count: 30,
      maxGapMs: i === 56 ? 17_000 : i % 20 === 3 ? 6_200 : 2_050,
      offsetLowerMs: -20,
      offsetUpperMs: 60,
      holder: i < 56 ? 'cp-1_5f0e6a3c' : 'cp-2_0d93b7f2',
    })),
    insight: {
      asOf: NOW,
      from: FROM,
      to: NOW,
      watchedMs: 56 * MINUTE,
      blindMs: 4 * MINUTE,
      leaderlessMs: 2000,
      availability: 1 - 2 / 3360,
      handovers: { unseen: 0, recreated: 0, deleted: 0, release: 0, early: 0, expiry: 1, first: 0 },
      silentAfterExpiry: { count: 1, min: 17_000, median: 17_000, p90: 17_000, max: 17_000 },
      vacantAfterRelease: null,
      renewalsFrom: null,
      durations: [{ at: FROM, durationMs: 15_000 }],
      worstGapMs: 6_200,
      usualGapMs: 2000,
      headroomTrend: [],
    },
    ...over,
  };
}
