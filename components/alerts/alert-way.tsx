'use client';
import Link from 'next/link';
import { leaseHref } from '../../lib/client/api-url.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { leaseOf, nodeHref, nodeOf, wayOf } from '../../lib/view/alert-links.ts';
import { alertTimelineHref } from '../../lib/view/alert-range-links.ts';
import { beganWords, lastedWords } from '../../lib/view/alert-times.ts';
import { formatDateTime } from '../../lib/view/format.ts';
import { useTimeZone } from '../ui/time-zone.tsx';
import './alerts.css';

export function AlertWhen({ alert, now }: { alert: AlertView; now: number }) {
  const zone = useTimeZone();
  return (
    <div className="al-when" title={formatDateTime(alert.since, zone)}>
      <span>{beganWords(alert, now, zone)}</span>
      <span>{lastedWords(alert, now)}</span>
    </div>
  );
}

/** Where to look first: the Lease it is about, or its node, or all Leases at that time. */
export function AlertWay({ alert, now }: { alert: AlertView; now: number }) {
  const way = wayOf(alert);
  const lease = leaseOf(alert);
  const node = nodeOf(alert);
  if (way === 'node' && node !== null) {
    return (
      <Link className="button" href={nodeHref(node)} prefetch={false}>
        Open node
      </Link>
    );
  }
  if (lease !== null) {
    return (
      <Link className="button" href={leaseHref(lease)} prefetch={false}>
        Open Lease
      </Link>
    );
  }
  if (way === null) return null;
  return (
    <Link className="button" href={alertTimelineHref(alert, now)} prefetch={false}>
      Open Timeline
    </Link>
  );
}
