'use client';
import { useOtherCluster } from '../../lib/client/use-clusters.ts';
import { useLive } from '../../lib/client/use-live.ts';
import { countOf } from '../../lib/view/format.ts';
import { seesWords } from '../../lib/view/sees-words.ts';

const NO_NAMESPACES: readonly string[] = [];

/** Beside the cluster's name, where not all of it is watched, or whoever looks may not see all of that. */
export function Sees() {
  const said = seesWords(useLive((state) => state.status?.sees ?? null));
  const namespaces = useLive((state) => state.status?.cluster.namespaces ?? NO_NAMESPACES);
  // Of another cluster it is not known what was watched.
  const watched = useOtherCluster() === null ? namespaces : NO_NAMESPACES;
  if (said === null && watched.length === 0) return null;
  return (
    <span className="sees" title={said?.hint ?? `Tenure watches ${watched.join(', ')} and nothing else`}>
      <span>{said === null ? 'watches ' : 'you see '}</span>
      {said?.words ?? countOf(watched.length, 'namespace')}
    </span>
  );
}
