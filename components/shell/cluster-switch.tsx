'use client';
import Link from 'next/link';
import { useClusters, useOtherCluster } from '../../lib/client/use-clusters.ts';
import { keptHref, liveHref, type NamedCluster } from '../../lib/view/clusters.ts';
import { formatDateTime, type TimeZone } from '../../lib/view/format.ts';
import { Menu } from '../ui/menu.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';

/** Which cluster this is about; a menu where the same database keeps others. `name`: of the one that is watched. */
export function ClusterSwitch({ name }: { name: string | null }) {
  const clusters = useClusters();
  const other = useOtherCluster();
  const zone = useTimeZone();
  if (clusters.length < 2) return name === null ? null : <ClusterName name={name} />;
  const chosen = other === null ? clusters.find(({ own }) => own) : other.cluster;
  const title = chosen?.title ?? other?.id ?? name ?? '';
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

export function ClusterName({ name }: { name: string }) {
  return (
    <span className="cluster" title={`Cluster ${name}`}>
      {name}
    </span>
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
