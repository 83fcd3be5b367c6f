'use client';
import { useMemo } from 'react';
import { useHistoryStatus, useKeptFrom } from '../../lib/client/use-history-status.ts';
import { useLeaseHandovers, useLeaseInsight, useRenewals } from '../../lib/client/use-lease-history.ts';
import { useNow } from '../../lib/client/use-now.ts';
import { useAlertsBetween } from '../../lib/client/use-timeline-alerts.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import type { Judged } from '../../lib/view/board-judge.ts';
import { countedWords } from '../../lib/view/handover-count.ts';
import type { LeaseDetail } from '../../lib/view/lease-detail.ts';
import { NOBODY_READ } from '../../lib/view/lease-facts.ts';
import { drawnFrom, type HistoryModel, measuredBy } from '../../lib/view/lease-history.ts';
import { handoverAt } from '../../lib/view/lease-moment.ts';
import { momentSaying } from '../../lib/view/lease-moment-saying.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import type { RenewalBucket } from '../../lib/view/renewals.ts';
import { stateSentence } from '../../lib/view/sentences.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { laneAlerts } from '../../lib/view/timeline-alerts.ts';
import { laneKey } from '../../lib/view/timeline-layout.ts';
import { moves } from '../../lib/view/timeline-range.ts';
import { PageTitle } from '../shell/page-title.tsx';
import { useFeedView, useJudge } from '../shell/use-feed-view.ts';
import { useTimeZone } from '../ui/time-zone.tsx';
import { LeaseAlerts } from './alerts-panel.tsx';
import { CommandsPanel } from './commands-panel.tsx';
import { CopyMoment } from './copy-moment.tsx';
import { EventsPanel } from './events-panel.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { HandoverPanel } from './handover-panel.tsx';
import { HeartbeatPanel } from './heartbeat-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { InsightPanel } from './insight-panel.tsx';
import { RawPanel } from './raw-panel.tsx';
import { SilencesPanel } from './silences-panel.tsx';
import { StandbyPanel } from './standby-panel.tsx';
import { StateSaying } from './state-saying.tsx';
import { useHistoryModel } from './use-history-model.ts';
import { useHolderLook } from './use-holder-look.ts';
import type { LeaseSubject } from './use-lease.ts';
import { useLeaseRange } from './use-lease-range.ts';

type Known = Extract<LeaseSubject, { type: 'known' }>;

const NO_HANDOVERS: readonly Handover[] = [];
const NO_BUCKETS: readonly RenewalBucket[] = [];
const NO_ALERTS: readonly AlertView[] = [];
const NO_SPOTS: readonly TimeRange[] = [];

/** A Lease that is known, or was. */
export function LeaseView({ subject, judged }: { subject: Known; judged: Judged }) {
  const { row, gone, detail, reading } = subject;
  const zone = useTimeZone();
  const present = useNow() ?? judged.now;
  const view = useFeedView();
  const scope = useJudge()?.scopeOf(row) ?? null;
  const history = useHistoryStatus();
  const keptFrom = useKeptFrom();
  const chosen = useLeaseRange(judged.now);
  const handovers = useLeaseHandovers(row, chosen.range);
  const renewals = useRenewals(row, chosen.range);
  const told = useLeaseInsight(row, chosen.range, row.elects && history?.state === 'ready');
  const known = handovers.items ?? NO_HANDOVERS;
  const buckets = renewals.items ?? NO_BUCKETS;
  const deletion = known.find((handover) => handover.cause === 'deleted' && handover.to === null);
  const saying = stateSentence({
    row,
    state: judged.state,
    was: judged.was,
    // A heartbeat that is held is read now and then: it may have renewed since, as the panel below says too.
    now: subject.asOf === null ? present : judged.now,
    zone,
    stale: judged.frozen
      ? { since: judged.now, silent: view.type === 'lost' ? 'Tenure' : 'the API server' }
      : null,
    gone: gone ? { at: deletion?.at ?? null } : null,
  });
  const state = judged.was ?? judged.state;
  const model = useHistoryModel({
    row,
    state,
    gone,
    chosen: chosen.range,
    handovers: known,
    handoversFrom: drawnFrom(handovers, row),
    buckets,
    unwritten: renewals.unwritten,
    keptFrom,
    ...measuredBy(told, row),
    judged,
    feedSpots: scope?.blindSpots ?? NO_SPOTS,
  });
  const { range } = model;
  const fired = useAlertsBetween(chosen.range.words, moves(chosen.range), {
    namespace: row.namespace,
    name: row.name,
  });
  const lane = laneKey(row);
  const alerts = useMemo(() => laneAlerts(fired).byLane.get(lane) ?? NO_ALERTS, [fired, lane]);
  const look = useHolderLook(row, holdersOf(model, known, detail));
  const numbers = useMemo(() => {
    const inside = known.filter(({ at }) => at >= range.from && at <= range.to);
    return new Map(inside.reverse().map((handover, index) => [handover.id, index + 1]));
  }, [known, range.from, range.to]);
  const then =
    chosen.at === null || !row.elects
      ? null
      : momentSaying({
          at: chosen.at,
          now: judged.now,
          present,
          zone,
          range,
          row,
          gone,
          handovers: handovers.items,
          handoversFrom: handovers.from,
          problem: handovers.problem,
          unwatched: model.unwatched,
          expired: model.lanes.lanes.flatMap(({ spans }) => spans.filter(({ type }) => type === 'expired')),
          nameOf: look.name,
        });
  const meant = handoverAt(known, chosen.at, range);
  const live = !judged.frozen;
  const who = detail !== null && detail.holder === row.holder ? detail : NOBODY_READ;
  // What the API server gave is as of then; an answer without the object itself is Tenure's alone.
  const readAt =
    reading.asOf === null || detail === null || detail.raw === null
      ? null
      : formatMoment(reading.asOf, present, zone);
  // What is last known of a deleted Lease does not grow older.
  const factsAt = gone ? (deletion?.at ?? row.lastRenewalAt ?? judged.now) : judged.now;
  return (
    <>
      <PageTitle title={`${saying.word === 'held' ? '' : `${saying.word} · `}${row.name}`} />
      <StateSaying
        saying={saying}
        then={then}
        name={row.name}
        action={<CopyMoment range={range} at={chosen.at ?? (moves(chosen.range) ? range.to : null)} />}
      />
      <LeaseAlerts row={row} />
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
              keptFrom={keptFrom}
              renewals={{ problem: renewals.problem, read: renewals.items !== null }}
              handoversFrom={handovers.from}
              state={chosen}
              history={history}
              alerts={alerts}
            />
          ) : (
            <>
              <HeartbeatPanel row={row} judged={judged} gone={gone} />
              <SilencesPanel row={row} isKnown={!gone && live} />
            </>
          )}
          {row.elects || known.length > 0 ? (
            <HandoverPanel
              row={row}
              retryMs={row.renewGapMs?.median ?? null}
              handovers={handovers}
              look={look}
              numbers={numbers}
              keptFrom={keptFrom}
              range={range}
              highlighted={meant?.id ?? null}
              pin={chosen.pin}
              live={live}
              unwatched={model.unwatched}
            />
          ) : null}
          {row.elects ? <InsightPanel {...told} history={history} /> : null}
          <EventsPanel detail={detail} reading={reading} readAt={readAt} />
        </div>
        <aside className="stack" aria-label="Facts and tools">
          <FactsPanel
            row={row}
            who={who}
            readAt={readAt}
            annotations={detail?.annotations ?? null}
            now={factsAt}
            gaps={model.gaps}
            counted={countedWords(handovers, { range, keptFrom, now: present, zone })}
            look={look}
          />
          {row.elects ? (
            <StandbyPanel
              detail={detail}
              reading={reading}
              readAt={readAt}
              row={row}
              handovers={handovers.items}
              look={look}
            />
          ) : null}
          <CommandsPanel row={row} pod={who.pod} />
          <RawPanel detail={detail} reading={reading} readAt={readAt} gone={gone} />
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
