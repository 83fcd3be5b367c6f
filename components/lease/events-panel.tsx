'use client';
import type { DetailReading } from '../../lib/client/use-lease-detail.ts';
import { useLive } from '../../lib/client/use-live.ts';
import { formatDateTime } from '../../lib/view/format.ts';
import type { LeaseDetail } from '../../lib/view/lease-detail.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { Panel } from '../ui/panel.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { answeredBy, missingWords } from './missing-words.ts';
import { useMinute } from './use-minute.ts';

export function EventsPanel({
  detail,
  reading,
  readAt,
}: {
  detail: LeaseDetail | null;
  reading: DetailReading;
  /** When the API server gave them, in words; null while it did not. */
  readAt: string | null;
}) {
  const zone = useTimeZone();
  const now = useMinute();
  const permission = useLive((state) => state.status?.permissions.events ?? 'unknown');
  const events = detail?.events ?? [];
  return (
    <Panel
      title="Events"
      note={`kept by the cluster for about 1 h${readAt === null ? '' : `; as of ${readAt}`}`}
    >
      {events.length === 0 ? (
        <p className="panel-words">
          {missingWords({ what: 'events', permission, reading, answered: answeredBy(detail) }) ??
            'The cluster keeps none about this Lease now. Not every elector writes them.'}
        </p>
      ) : (
        <ScrollBox className="wide tall" label="Events">
          <table className="plain">
            <thead className="sr-only">
              <tr>
                <th scope="col">When</th>
                <th scope="col">Reason</th>
                <th scope="col">Message</th>
                <th scope="col">Source</th>
              </tr>
            </thead>
            <tbody>
              {events.map((event, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: Events come without an id, in one order.
                <tr key={`${event.at}${event.message}${index}`}>
                  <td
                    className="faint"
                    title={event.at === null ? undefined : formatDateTime(event.at, zone)}
                  >
                    {event.at === null ? 'not known' : formatMoment(event.at, now ?? event.at, zone)}
                  </td>
                  <td>{event.reason}</td>
                  <td className="mono prose message">
                    {event.message}
                    {event.count > 1 ? <span className="faint"> × {event.count}</span> : null}
                  </td>
                  <td className="faint">{event.source ?? ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </Panel>
  );
}
