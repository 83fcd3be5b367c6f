'use client';
import { useState } from 'react';
import { useLeaseRow, useLive } from '../../lib/client/use-live.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { leaseOf } from '../../lib/view/alert-links.ts';
import { alertRange } from '../../lib/view/alert-times.ts';
import { parseRange } from '../../lib/view/timeline-range.ts';
import { useJudge } from '../shell/use-feed-view.ts';
import { ClusterChart } from './cluster-chart.tsx';
import { LeaseChart } from './lease-chart.tsx';
import './evidence-chart.css';

/** The chart of the stretch that shows an alert: of its Lease, or of all of them together. */
export function EvidenceChart({ alert, now }: { alert: AlertView; now: number }) {
  // As it was when it was opened: what is looked at does not slide away, its end may still be now.
  const [range] = useState(() => parseRange(alertRange(alert, now)));
  const lease = leaseOf(alert);
  return lease === null ? (
    <ClusterChart alert={alert} range={range} />
  ) : (
    <OfLease alert={alert} lease={lease} range={range} />
  );
}

function OfLease({
  alert,
  lease: { namespace, name },
  range,
}: {
  alert: AlertView;
  lease: { namespace: string; name: string };
  range: ReturnType<typeof parseRange>;
}) {
  const row = useLeaseRow(namespace, name);
  const judge = useJudge();
  const snapshots = useLive((state) => state.snapshots);
  if (row === null || judge === null) {
    if (snapshots === 0) return <p className="ec-words">Reading…</p>;
    return (
      <p className="ec-words">
        {namespace === 'kube-node-lease'
          ? 'Heartbeats are too many to be kept one by one: there is no chart of them.'
          : 'This Lease is no longer there; the Timeline shows what is kept of it.'}
      </p>
    );
  }
  if (!row.elects)
    return (
      <p className="ec-words">Heartbeats are too many to be kept one by one: there is no chart of them.</p>
    );
  return <LeaseChart alert={alert} row={row} judged={judge.judge(row)} judge={judge} chosen={range} />;
}
