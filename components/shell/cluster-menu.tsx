'use client';
import Link from 'next/link';
import { keptHref, liveHref, type NamedCluster } from '../../lib/view/clusters.ts';
import { formatDateTime, type TimeZone } from '../../lib/view/format.ts';
import { Menu } from '../ui/menu.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';

/** All clusters of one database; `chosen` is what the page is about, under `title`. */
export function ClusterMenu({
  clusters,
  chosen,
  title,
}: {
  clusters: readonly NamedCluster[];
  chosen: NamedCluster | null;
  title: string;
}) {
  const zone = useTimeZone();
  return (
    <Menu label={`${title} ▾`} className="cluster" title={`Cluster ${title}`}>
      {(close) =>
        clusters.map((one) => (
          <span key={one.id} className="cluster-choice">
            <Link
              className="item"
              href={one.own ? '/' : keptHref(one)}
              aria-current={one === chosen ? 'true' : undefined}
              onClick={close}
            >
              {one.title}
              <small>{saying(one, zone)}</small>
            </Link>
            <LiveLink cluster={one} />
          </span>
        ))
      }
    </Menu>
  );
}

function saying({ own, watchedUntil }: NamedCluster, zone: TimeZone): string {
  if (own) return 'watched here, live';
  return watchedUntil === null
    ? 'nothing of it is kept yet'
    : `kept history, as of ${formatDateTime(watchedUntil, zone)}`;
}

function LiveLink({ cluster }: { cluster: NamedCluster }) {
  const href = cluster.own ? null : liveHref(cluster, '/');
  return href === null ? null : (
    <a className="link" href={href}>
      Its own Tenure<span className="sr-only"> of {cluster.title}</span> ↗
    </a>
  );
}
