/** What harms more than one election, what is no election, and Tenure itself. Epoch ms. */
import { leaseKey } from '../../lib/lease/record.ts';
import type { Provocation } from './provocations.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const REFUSED = { code: 'unreachable', message: 'connect ECONNREFUSED.', hint: 'See whether it runs.' };

type Late = { at: number; place: string };

/**
 * A fifth of the elections is late, three at least, and not most of them in one place, where silence is a Pod or a node
 * that is gone. (That a heartbeat is overdue while none came is needed too.)
 */
function manyLateAt(all: readonly Late[]): number {
  const inOrder = [...all].sort((a, b) => a.at - b.at);
  const enough = inOrder.findIndex((_, index) => {
    const late = inOrder.slice(0, index + 1);
    if (late.length < 3 || late.length < all.length / 5) return false;
    return ![...Map.groupBy(late, ({ place }) => place)].some(([place, { length }]) => {
      const elsewhere = all.filter((one) => one.place !== place).length;
      return length >= (2 / 3) * late.length && late.length - length < elsewhere / 5;
    });
  });
  return inOrder[enough]?.at ?? Number.NaN;
}

export const CLUSTER_PROVOCATIONS: readonly Provocation[] = [
  {
    rule: 'slow-renewals',
    what: 'the API server accepts nothing for a minute',
    key: 'cluster',
    forMs: 2 * MINUTE,
    set(stage) {
      let late: Late[] = [];
      let missed: number[] = [];
      stage.at(stage.harmAt, () => {
        stage.cluster.stopAll(MINUTE);
        const leases = [...stage.cluster.records()].map((record) => stage.lease(leaseKey(record)));
        late = leases.flatMap(({ elects, holder, lastRenewalAt, lateAfterMs, record }) =>
          elects && holder !== null && lastRenewalAt !== null && lateAfterMs !== null
            ? [{ at: lastRenewalAt + lateAfterMs, place: stage.placeOf(record.name) }]
            : [],
        );
        missed = leases.flatMap(({ elects, lastRenewalAt, usualGapMs }) =>
          !elects && lastRenewalAt !== null && usualGapMs !== null ? [lastRenewalAt + 1.15 * usualGapMs] : [],
        );
      });
      return () => Math.max(manyLateAt(late), Math.min(...missed));
    },
  },
  {
    rule: 'node-heartbeat-late',
    what: 'a node is silent',
    key: 'kube-node-lease/node-',
    forMs: 2 * MINUTE,
    set(stage) {
      const node = Math.floor(stage.random.between(0, 12));
      let lastAt = Number.NaN;
      stage.at(stage.harmAt, () => {
        stage.cluster.silence(node, 10 * MINUTE);
        lastAt = stage.lease(`kube-node-lease/node-${node}`).lastRenewalAt ?? Number.NaN;
      });
      return () => lastAt + 40 * SECOND;
    },
  },
  {
    rule: 'apiserver-silent',
    what: 'an API server hangs',
    key: 'kube-system/apiserver-',
    forMs: 2 * MINUTE,
    set(stage) {
      let lastAt = Number.NaN;
      stage.at(stage.harmAt, () => {
        const name = stage.cluster.hang(Math.floor(stage.random.between(0, 3)));
        lastAt = stage.lease(`kube-system/${name}`).lastRenewalAt ?? Number.NaN;
      });
      return () => lastAt + MINUTE;
    },
  },
  {
    rule: 'legacy-lock',
    what: 'a ConfigMap carries a leader annotation',
    key: 'ConfigMap/apps/old-lock',
    forMs: 20 * SECOND,
    set(stage) {
      stage.at(stage.harmAt, () => {
        const lock = { kind: 'ConfigMap' as const, namespace: 'apps', name: 'old-lock', holder: 'old-1' };
        const read = { firstReadAt: stage.harmAt, readAt: stage.harmAt, changedAt: null };
        const legacy = { ...lock, durationSeconds: 15, renewTime: null, transitions: 1, ...read };
        stage.know({ legacyLocks: () => [legacy] });
      });
      return () => stage.harmAt;
    },
  },
  {
    rule: 'tenure',
    what: 'the API server cannot be reached',
    key: 'feed/',
    forMs: MINUTE,
    set(stage) {
      stage.at(stage.harmAt, () => stage.tenure().lost(stage.harmAt, 'unreachable'));
      return () => stage.harmAt;
    },
  },
  {
    rule: 'tenure',
    what: 'the history cannot be written',
    key: 'store',
    forMs: 20 * SECOND,
    set(stage) {
      stage.at(stage.harmAt, () => {
        const store = { state: 'failing' as const, since: stage.harmAt, error: REFUSED, waiting: 3, lost: 0 };
        stage.know({ store });
      });
      return () => stage.harmAt;
    },
  },
  {
    rule: 'tenure',
    what: 'a permission is missing',
    key: 'permission',
    forMs: 20 * SECOND,
    set(stage) {
      stage.at(stage.harmAt, () => stage.know({ permissions: { pods: 'denied', nodes: 'granted' } }));
      return () => stage.harmAt;
    },
  },
];
