'use client';
import { type ReactNode, useContext } from 'react';
import { useOtherCluster } from '../../lib/client/use-clusters.ts';
import { useLive } from '../../lib/client/use-live.ts';
import { useNow } from '../../lib/client/use-now.ts';
import { shownAsOf } from '../../lib/view/board-feed.ts';
import { countOf, formatDateTime } from '../../lib/view/format.ts';
import { formatMoment, formatShortMoment } from '../../lib/view/moment.ts';
import { useTimeZone } from '../ui/time-zone.tsx';
import { HelpContext } from './help-context.ts';
import { useFeedView } from './use-feed-view.ts';

/** Legend of exactly the marks that the page uses, and what Tenure knows; every page renders its own. */
export function StatusBar({ legend }: { legend: ReactNode }) {
  const openHelp = useContext(HelpContext);
  const zone = useTimeZone();
  const now = useNow();
  // All of this is about the cluster that is watched.
  const other = useOtherCluster();
  const view = useFeedView();
  const version = useLive((state) => state.status?.cluster.kubernetesVersion ?? null);
  const leases = useLive((state) => state.totals?.leases ?? null);
  const since = useLive((state) => state.status?.observedSince ?? null);
  const blind = useLive((state) => state.feed?.blindSpots.at(-1)?.to ?? null);
  const unbroken = since === null || view.type !== 'live' ? null : Math.max(since, blind ?? 0);
  const asOf = shownAsOf(view);
  return (
    <footer className="foot">
      <span className="legend">{legend}</span>
      <span className="about">
        {other !== null || version === null ? null : (
          <span className="roomiest">Kubernetes {version.replace(/^v/, '')}</span>
        )}
        {other !== null || leases === null || (leases === 0 && view.type !== 'live') ? null : (
          <span>{countOf(leases, 'Lease')}</span>
        )}
        {other !== null ? null : asOf !== null ? (
          <span title={formatDateTime(asOf, zone)}>as of {formatMoment(asOf, now ?? asOf, zone)}</span>
        ) : unbroken !== null ? (
          <span className="roomy" title={formatDateTime(unbroken, zone)}>
            watch unbroken since {formatShortMoment(unbroken, now ?? unbroken, zone)}
          </span>
        ) : null}
        <button type="button" onClick={openHelp}>
          <kbd>?</kbd> keys
        </button>
      </span>
    </footer>
  );
}
