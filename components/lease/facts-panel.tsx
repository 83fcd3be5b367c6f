'use client';
import type { PodFacts } from '../../lib/view/lease-detail.ts';
import { type Fact, leaseFacts } from '../../lib/view/lease-facts.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { Explain } from '../ui/explain.tsx';
import { Identity } from '../ui/identity.tsx';
import { Panel } from '../ui/panel.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import type { HolderLook } from './use-holder-look.ts';

export function FactsPanel({
  row,
  pod,
  now,
  counted,
  look,
}: {
  row: LeaseRow;
  pod: PodFacts | null;
  now: number;
  counted: number | null;
  look: HolderLook;
}) {
  const zone = useTimeZone();
  return (
    <Panel title="Facts" note="dotted words explain themselves">
      <dl className="facts">
        {leaseFacts({ row, pod, now, zone, counted }).map((fact) => (
          <div key={fact.term}>
            <dt>
              {fact.explain === undefined ? fact.term : <Explain tip={fact.explain}>{fact.term}</Explain>}
            </dt>
            <dd>
              <Value
                fact={fact}
                chip={fact.term === 'Holder' && row.holder !== null ? look.hue(row.holder) : null}
              />
              {fact.note === undefined ? null : <span className="faint"> {fact.note}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Value({ fact, chip }: { fact: Fact; chip: number | null }) {
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
