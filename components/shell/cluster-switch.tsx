'use client';
import { useClusters, useOtherCluster } from '../../lib/client/use-clusters.ts';
import { lazyPart } from '../ui/lazy-part.tsx';

/** Loaded where there is more than one. */
const ClusterMenu = lazyPart(
  async () => (await import('./cluster-menu.tsx')).ClusterMenu,
  ({ title }) => <ClusterName name={title} />,
);

/** Which cluster this is about; a menu where the same database keeps others. `name`: of the one that is watched. */
export function ClusterSwitch({ name }: { name: string | null }) {
  const clusters = useClusters();
  const other = useOtherCluster();
  if (clusters.length < 2) return name === null ? null : <ClusterName name={name} />;
  const chosen = (other === null ? clusters.find(({ own }) => own) : other.cluster) ?? null;
  const title = chosen?.title ?? other?.id ?? name ?? '';
  return <ClusterMenu clusters={clusters} chosen={chosen} title={title} />;
}

export function ClusterName({ name }: { name: string }) {
  return (
    <span className="cluster" title={`Cluster ${name}`}>
      {name}
    </span>
  );
}
