'use client';
import Link from 'next/link';
import { useHistoryStatus } from '../../lib/client/use-history-status.ts';
import { useLeaseHandovers, useLeaseInsight } from '../../lib/client/use-lease-history.ts';
import { useNow } from '../../lib/client/use-now.ts';
import { keptNow, type NamedCluster } from '../../lib/view/clusters.ts';
import { handoverAt } from '../../lib/view/lease-moment.ts';
import { resolveRange } from '../../lib/view/timeline-range.ts';
import { PageTitle } from '../shell/page-title.tsx';
import { Panel } from '../ui/panel.tsx';
import { HandoverPanel } from './handover-panel.tsx';
import { InsightPanel } from './insight-panel.tsx';
import { RangeControl } from './range-control.tsx';
import { useHolderLook } from './use-holder-look.ts';
import { useLeaseRange } from './use-lease-range.ts';

const NOBODY = { holder: null, holderRef: null };
const NO_NUMBERS: ReadonlyMap<string, number> = new Map();

/** What is kept of a Lease of another cluster: who held it when, and what that amounts to. */
export function KeptLease({
  namespace,
  name,
  id,
  cluster,
}: {
  namespace: string;
  name: string;
  id: string;
  /** Null until it is known. */
  cluster: NamedCluster | null;
}) {
  const present = useNow();
  const last = keptNow(cluster, present);
  const now = last ?? present ?? 0;
  const history = useHistoryStatus();
  const chosen = useLeaseRange(now, cluster);
  const lease = { namespace, name };
  const read = useLeaseHandovers(lease, chosen.range, { cluster: id, now: last });
  const told = useLeaseInsight(lease, chosen.range, true, id);
  // Of a cluster of which nothing is kept the handovers are never asked for: why is what the other was answered.
  const handovers = { ...read, problem: read.problem ?? (cluster === null ? told.problem : null) };
  // What an earlier range amounts to says nothing of the handovers of this one.
  const insight = told.earlier ? null : told.insight;
  const range = resolveRange(chosen.range, now) ?? { from: now, to: now };
  const known = handovers.items ?? [];
  const look = useHolderLook(
    NOBODY,
    known.flatMap(({ from, to }) => [from, to]).filter((one) => one !== null),
  );
  const search = new URLSearchParams({ cluster: id, q: name, ...chosen.range.words });
  return (
    <>
      <PageTitle title={name} />
      <h1 className="sr-only">{name}</h1>
      <div className="stack">
        <Panel
          title="Range"
          note="all below is of this stretch of time"
          aside={<RangeControl state={chosen} shown={range} now={now} />}
        >
          <p className="panel-words">
            {chosen.problem ?? (
              <Link className="link" href={`/timeline?${search}`}>
                Draw it on the Timeline
              </Link>
            )}
          </p>
        </Panel>
        <HandoverPanel
          row={{ ...lease, durationMs: insight?.durations.at(-1)?.durationMs ?? null }}
          retryMs={insight?.usualGapMs ?? null}
          cluster={id}
          handovers={handovers}
          look={look}
          numbers={NO_NUMBERS}
          keptFrom={cluster?.keptFrom ?? null}
          range={range}
          highlighted={handoverAt(known, chosen.at, range)?.id ?? null}
          pin={chosen.pin}
          live={false}
        />
        <InsightPanel {...told} history={history} />
      </div>
    </>
  );
}
