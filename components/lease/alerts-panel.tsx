'use client';
import Link from 'next/link';
import { useState } from 'react';
import { useFiringAlerts, useLeaseAlerts } from '../../lib/client/use-alerts.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { alertsAbout } from '../../lib/view/alert-groups.ts';
import { alertHref } from '../../lib/view/alert-links.ts';
import { alertTimelineHref } from '../../lib/view/alert-range-links.ts';
import { countOf } from '../../lib/view/format.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { AlertEntry } from '../alerts/alert-entry.tsx';
import { type AlertClock, useAlertClock } from '../alerts/use-alert-clock.ts';

type Name = Pick<LeaseRow, 'namespace' | 'name'>;

export function LeaseAlerts({ row }: { row: Name & Pick<LeaseRow, 'alerts'> }) {
  const about = useLeaseAlerts(row);
  // Causes are among all that fires.
  const { alerts, problem } = useFiringAlerts();
  const clock = useAlertClock();
  if (clock === null) return null;
  const unread = problem === null ? null : { count: row.alerts.length, problem };
  return <AlertsPanel about={about} all={alerts} clock={clock} row={row} unread={unread} />;
}

/** What fires about this Lease, worst first; how much where it could not be read. Nothing at all while nothing does. */
export function AlertsPanel({
  about: read,
  all,
  clock,
  row,
  unread = null,
}: {
  /** What fires about it, as far as it was read last. */
  about: readonly AlertView[];
  /** Where the causes of these are found. */
  all: readonly AlertView[];
  clock: AlertClock;
  row: Name;
  /** How many the stream says fire, and why none could be read; null while they can be. */
  unread?: { count: number; problem: string } | null;
}) {
  const [open, setOpen] = useState<string | null>(null);
  const about = alertsAbout(read, row);
  const [worst] = about;
  if (worst === undefined) {
    if (unread === null || unread.count === 0) return null;
    const { count, problem } = unread;
    return (
      <section className="panel lease-alerts" aria-label="Alerts">
        <p className="panel-words" role="status">
          {countOf(count, 'alert')} {count === 1 ? 'fires; it' : 'fire; they'} could not be read: {problem}.
          Trying again.
        </p>
      </section>
    );
  }
  return (
    <section
      className={`panel al-group lease-alerts ${worst.silencedBy === null ? worst.severity : 'silenced'}`}
      aria-label="Alerts"
    >
      {about.map((alert) => (
        <AlertEntry
          key={alert.id}
          alert={alert}
          now={clock(alert)}
          open={open === alert.id}
          toggle={() => setOpen(open === alert.id ? null : alert.id)}
          note={<Note alert={alert} all={all} />}
          actions={
            <Link className="button" href={alertTimelineHref(alert, clock(alert))} prefetch={false}>
              Open Timeline
            </Link>
          }
        />
      ))}
    </section>
  );
}

/** Under which cause it stands. */
function Note({ alert, all }: { alert: AlertView; all: readonly AlertView[] }) {
  const root = all.find(({ id }) => id === alert.rootId);
  return root === undefined ? null : (
    <>
      same cause as{' '}
      <Link className="link" href={alertHref(root)}>
        {root.title}
      </Link>
    </>
  );
}
