'use client';
import { useLive } from '../../lib/client/use-live.ts';
import { useNow } from '../../lib/client/use-now.ts';
import type { LeaseDetail } from '../../lib/view/lease-detail.ts';
import { type Fact, leaseFacts, type WhoHolds } from '../../lib/view/lease-facts.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import type { GapSeries } from '../../lib/view/lease-series.ts';
import { Explain } from '../ui/explain.tsx';
import { Identity } from '../ui/identity.tsx';
import { Panel } from '../ui/panel.tsx';
import { RelativeAge } from '../ui/relative-age.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { limitedWords } from './missing-words.ts';
import type { HolderLook } from './use-holder-look.ts';

export function FactsPanel({
  row,
  who,
  readAt,
  annotations,
  now,
  counted,
  gaps: { allowedMs, slowestMs },
  look,
}: {
  row: LeaseRow;
  who: WhoHolds;
  /** When that was read, in words; null while it was not. */
  readAt: string | null;
  annotations: LeaseDetail['annotations'];
  now: number;
  counted: string | null;
  /** Of the chart. */
  gaps: Pick<GapSeries, 'allowedMs' | 'slowestMs'>;
  look: HolderLook;
}) {
  const zone = useTimeZone();
  const present = useNow() ?? now;
  const { pod, node, podGone } = who;
  const chartHeadroomMs = allowedMs === null || slowestMs === null ? null : allowedMs - slowestMs;
  const observedSince = useLive((state) => state.status?.observedSince ?? null);
  const limited = useLive((state) => state.status?.permissions ?? null);
  const looked =
    row.holder === null || !row.elects || pod !== null || podGone !== null || row.holderRef !== null;
  const words = looked ? null : limitedWords(limited);
  return (
    <Panel title="Facts" note="dotted words explain themselves">
      <dl className="facts">
        {leaseFacts({
          row,
          who,
          annotations,
          now,
          present,
          zone,
          observedSince,
          counted,
          chartHeadroomMs,
        }).map((fact) => (
          <div key={fact.term}>
            <dt>
              {fact.explain === undefined ? fact.term : <Explain tip={fact.explain}>{fact.term}</Explain>}
            </dt>
            <dd>
              <Value
                fact={fact}
                present={present}
                chip={fact.term === 'Holder' && row.holder !== null ? look.hue(row.holder) : null}
              />
              {fact.note === undefined ? null : (
                <span className={fact.copy !== undefined && fact.tone === 'late' ? 'tone-late' : 'faint'}>
                  {' '}
                  {fact.note}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {readAt === null || (pod === null && node === null) ? null : (
        <p className="panel-words faint">
          {readOf(who)} as of {readAt}.
        </p>
      )}
      {words === null ? null : <p className="panel-words">{words}</p>}
    </Panel>
  );
}

/** What of these facts the stream does not tell of. */
function readOf({ pod, node }: WhoHolds): string {
  if (pod === null) return 'Node';
  return node === null ? 'Pod' : 'Pod and node';
}

function Value({ fact, present, chip }: { fact: Fact; present: number; chip: number | null }) {
  if (fact.since !== undefined)
    return <RelativeAge at={fact.since} now={present} age={fact.value} hint="since" />;
  if (fact.copy !== undefined) {
    return (
      <span className="fact-identity">
        {chip === null ? null : <i className={`chip hue-${chip}`} />}
        <Identity whole={fact.copy} shown={fact.value} length={24} />
      </span>
    );
  }
  if (fact.value === 'nobody') return <span className="tone-vacant">nobody</span>;
  return <span className={fact.tone === undefined ? undefined : `tone-${fact.tone}`}>{fact.value}</span>;
}
