'use client';
import { useMemo } from 'react';
import { useLeaseHandovers, useRenewals } from '../../lib/client/use-lease-history.ts';
import { useLive } from '../../lib/client/use-live.ts';
import { useNow } from '../../lib/client/use-now.ts';
import type { BlindSpot } from '../../lib/lease/feed.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { Judged } from '../../lib/view/board-judge.ts';
import type { LeaseDetail } from '../../lib/view/lease-detail.ts';
import { type HistoryModel, leaseHistory } from '../../lib/view/lease-history.ts';
import type { RenewalBucket } from '../../lib/view/renewals.ts';
import { stateSentence } from '../../lib/view/sentences.ts';
import { PageTitle } from '../shell/page-title.tsx';
import { useFeedView, useJudge } from '../shell/use-feed-view.ts';
import { useTimeZone } from '../ui/time-zone.tsx';
import { CommandsPanel } from './commands-panel.tsx';
import { EventsPanel } from './events-panel.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { HandoverPanel } from './handover-panel.tsx';
import { HeartbeatPanel } from './heartbeat-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { RawPanel } from './raw-panel.tsx';
import { StandbyPanel } from './standby-panel.tsx';
import { StateSaying } from './state-saying.tsx';
import { useHolderLook } from './use-holder-look.ts';
import type { LeaseSubject } from './use-lease.ts';

type Known = Extract<LeaseSubject, { type: 'known' }>;

const NO_HANDOVERS: readonly Handover[] = [];
const NO_BUCKETS: readonly RenewalBucket[] = [];
const NO_SPOTS: readonly BlindSpot[] = [];
/** The chart moves by this much at once: drawing it anew for less than a pixel is work for nothing. */
const CHART_STEP_MS = 2_000;

/** A Lease that is known, or was. */
export function LeaseView({ subject, judged }: { subject: Known; judged: Judged }) {
  const { row, gone, detail, reading } = subject;
  const zone = useTimeZone();
  const present = useNow() ?? judged.now;
  const view = useFeedView();
  const scope = useJudge()?.scopeOf(row) ?? null;
  const observedSince = useLive((state) => state.status?.observedSince ?? null);
  const handovers = useLeaseHandovers(row.namespace, row.name);
  const renewals = useRenewals(row.namespace, row.name);
  const known = handovers.items ?? NO_HANDOVERS;
  const buckets = renewals.items ?? NO_BUCKETS;
  const deletion = known.find((handover) => handover.cause === 'deleted' && handover.to === null);
  const saying = stateSentence({
    row,
    state: judged.state,
    was: judged.was,
    now: present,
    zone,
    stale: judged.frozen
      ? { since: judged.now, silent: view.type === 'lost' ? 'Tenure' : 'the API server' }
      : null,
    gone: gone ? { at: deletion?.at ?? null } : null,
  });
  const state = judged.was ?? judged.state;
  const blindSpots = scope?.blindSpots ?? NO_SPOTS;
  const end = judged.frozen ? judged.now : Math.ceil(judged.now / CHART_STEP_MS) * CHART_STEP_MS;
  const model = useMemo(
    () => leaseHistory({ row, state, gone, handovers: known, buckets, blindSpots, observedSince, now: end }),
    [row, state, gone, known, buckets, blindSpots, observedSince, end],
  );
  const look = useHolderLook(row, holdersOf(model, known, detail));
  const numbers = useMemo(
    () => new Map([...known].reverse().map((handover, index) => [handover.id, index + 1])),
    [known],
  );
  const live = !judged.frozen;
  // What is last known of a deleted Lease does not grow older.
  const factsAt = gone ? (deletion?.at ?? row.lastRenewalAt ?? judged.now) : judged.now;
  return (
    <>
      <PageTitle title={`${saying.word === 'held' ? '' : `${saying.word} · `}${row.name}`} />
      <StateSaying saying={saying} name={row.name} />
      <div className="columns">
        <div className="stack">
          {row.elects ? (
            <HistoryPanel
              row={row}
              judged={judged}
              gone={gone}
              model={model}
              look={look}
              numbers={numbers}
              observedSince={observedSince}
              problem={renewals.problem}
              read={renewals.items !== null}
            />
          ) : (
            <HeartbeatPanel row={row} judged={judged} gone={gone} />
          )}
          {row.elects || known.length > 0 ? (
            <HandoverPanel
              row={row}
              handovers={handovers}
              look={look}
              numbers={numbers}
              observedSince={observedSince}
              now={judged.now}
              live={live}
            />
          ) : null}
          <EventsPanel detail={detail} reading={reading} />
        </div>
        <aside className="stack" aria-label="Facts and tools">
          <FactsPanel
            row={row}
            pod={detail !== null && detail.holder === row.holder ? detail.pod : null}
            now={factsAt}
            counted={
              handovers.items === null
                ? null
                : known.filter(({ to, cause }) => to !== null && cause !== 'first').length
            }
            look={look}
          />
          {row.elects ? (
            <StandbyPanel detail={detail} reading={reading} row={row} handovers={known} look={look} />
          ) : null}
          <CommandsPanel
            row={row}
            pod={detail !== null && detail.holder === row.holder ? detail.pod : null}
          />
          <RawPanel detail={detail} reading={reading} gone={gone} />
        </aside>
      </div>
    </>
  );
}

function holdersOf(
  model: HistoryModel,
  handovers: readonly Handover[],
  detail: LeaseDetail | null,
): string[] {
  return [
    ...model.lanes.lanes.map((lane) => lane.holder),
    ...model.runs.map((run) => run.holder),
    ...handovers.flatMap(({ from, to }) => [from, to]).filter((one) => one !== null),
    ...(detail?.candidates ?? []).map((candidate) => candidate.name),
  ];
}
