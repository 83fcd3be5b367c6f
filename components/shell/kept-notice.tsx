'use client';
import { useOtherCluster } from '../../lib/client/use-clusters.ts';
import { useLink } from '../../lib/client/use-live.ts';
import { liveHref, type NamedCluster } from '../../lib/view/clusters.ts';
import { formatDateTime } from '../../lib/view/format.ts';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { FeedBanner } from './feed-banner.tsx';

/** Above what is kept of another cluster: that it is not live, as of when it is, and where it is. */
export function KeptNotice({ path }: { path: string }) {
  const other = useOtherCluster();
  const zone = useTimeZone();
  const link = useLink();
  // Then nothing can be read, of no cluster.
  if (link.type === 'signed-out') return <FeedBanner />;
  if (other === null) return null;
  const { cluster, id } = other;
  const live = cluster === null ? null : liveHref(cluster, path);
  return (
    <section className="banner quiet" aria-label="Kept history">
      <StateGlyph state="unknown" />
      <div>
        <h2>
          Kept history of {cluster?.title ?? id}, not live
          {cluster?.watchedUntil == null ? '' : `: as of ${formatDateTime(cluster.watchedUntil, zone)}`}
        </h2>
        <p>
          This Tenure watches another cluster. {writtenBy(cluster)}{' '}
          {live === null ? null : (
            <a className="link" href={live}>
              See it live ↗
            </a>
          )}
        </p>
      </div>
    </section>
  );
}

function writtenBy(cluster: NamedCluster | null): string {
  const what = 'What is shown was written into the same database';
  if (cluster === null) return `${what}.`;
  return cluster.watched
    ? `${what}, about a minute ago at the latest.`
    : `${what} by a Tenure that is not heard of any more.`;
}
