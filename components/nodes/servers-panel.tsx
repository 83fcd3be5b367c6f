'use client';
import Link from 'next/link';
import { leaseHref } from '../../lib/client/api-url.ts';
import { useHeartbeatRows } from '../../lib/client/use-heartbeat-rows.ts';
import { useNow } from '../../lib/client/use-now.ts';
import { useTimeline } from '../../lib/client/use-timeline.ts';
import { countOf, formatDuration, formatTime } from '../../lib/view/format.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import type { SlowStretch } from '../../lib/view/timeline.ts';
import { Panel } from '../ui/panel.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';

/** Minutes are what slowness is kept by. */
const POINTS = 1440;
const MOST_SLOW = 4;
const DAY = { from: 'now-24h', to: 'now', namespaces: [], classes: [], q: '', moved: true, cluster: null };

/**
 * The API servers by their own Leases, and when all renewals were slow: what nodes have in common. `silent`: nothing is
 * heard of them now.
 */
export function ServersPanel({ silent }: { silent: boolean }) {
  const beats = useHeartbeatRows();
  const day = useTimeline(DAY, POINTS, true);
  const servers = (beats?.rows.filter((row) => row.class === 'apiserver') ?? []).map((row) =>
    silent ? { ...row, state: 'unknown' as const } : row,
  );
  const slow = day.data?.slow ?? [];
  if (servers.length === 0 && slow.length === 0) return null;
  return (
    <Panel title="API servers" note="each renews its own Lease every 10 s">
      <ul className="nd-servers">
        {servers.map((row) => (
          <li key={row.key}>
            <StateGlyph state={row.state} />
            <Link className="mono" href={leaseHref(row)} prefetch={false} title={row.name}>
              {shortName(row.name)}
            </Link>
            <span>
              {row.ageMs === null || row.state === 'unknown'
                ? 'not known'
                : `renewed ${formatDuration(row.ageMs)} ago`}
            </span>
          </li>
        ))}
      </ul>
      <Slow stretches={slow} known={day.data !== null} />
    </Panel>
  );
}

function Slow({ stretches, known }: { stretches: readonly SlowStretch[]; known: boolean }) {
  const zone = useTimeZone();
  const now = useNow();
  if (!known) return null;
  if (stretches.length === 0)
    return (
      <p className="nd-words">
        In what was watched of 24 h: no stretch in which many Leases renewed late at once.
      </p>
    );
  return (
    <p className="nd-words">
      Slow in the last 24 h:{' '}
      {stretches
        .slice(-MOST_SLOW)
        .map(
          ({ from, to, late, of }) =>
            `${formatMoment(from, now ?? to, zone)}–${formatTime(to, zone)} (${late} of ${of} late)`,
        )
        .join(', ')}
      {stretches.length > MOST_SLOW ? `, and ${countOf(stretches.length - MOST_SLOW, 'time')} before` : ''}.{' '}
      <Link className="link" href="/timeline?from=now-24h&to=now" prefetch={false}>
        Timeline
      </Link>
    </p>
  );
}

/** The end of the 26 letters tells one from another. */
function shortName(name: string): string {
  return name.length <= 20 ? name : `${name.slice(0, 10)}…${name.slice(-6)}`;
}
