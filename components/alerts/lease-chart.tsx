'use client';
import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import { leaseHref } from '../../lib/client/api-url.ts';
import { useKeptFrom } from '../../lib/client/use-history-status.ts';
import { useLeaseHandovers, useRenewals } from '../../lib/client/use-lease-history.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import type { Judge, Judged } from '../../lib/view/board-judge.ts';
import { chartSentence } from '../../lib/view/chart-words.ts';
import { drawnFrom } from '../../lib/view/lease-history.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { formatShortMoment } from '../../lib/view/moment.ts';
import type { RenewalBucket } from '../../lib/view/renewals.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { endsNow, type ParsedRange, stillWords } from '../../lib/view/timeline-range.ts';
import { clockNote, gapNote, unreadNote } from '../lease/chart-gaps.ts';
import { HistoryChart } from '../lease/history-chart.tsx';
import { useHistoryModel } from '../lease/use-history-model.ts';
import { useHolderLook } from '../lease/use-holder-look.ts';
import { useMinute } from '../lease/use-minute.ts';
import { useTimeZone } from '../ui/time-zone.tsx';
import '../lease/lease.css';

const NO_HANDOVERS: readonly Handover[] = [];
const NO_BUCKETS: readonly RenewalBucket[] = [];
const NO_SPOTS: readonly TimeRange[] = [];
const NO_NUMBERS: ReadonlyMap<string, number> = new Map();

/** Who held it, how well, by which clock, about the time of an alert. A drag leads to that stretch on its page. */
export function LeaseChart({
  alert,
  row,
  judged,
  judge,
  chosen,
}: {
  alert: AlertView;
  row: LeaseRow;
  judged: Judged;
  judge: Judge;
  chosen: ParsedRange;
}) {
  const zone = useTimeZone();
  const now = useMinute() ?? judged.now;
  const router = useRouter();
  const [pinned, pin] = useState<number | null>(null);
  const handovers = useLeaseHandovers(row, chosen);
  const renewals = useRenewals(row, chosen);
  const known = handovers.items ?? NO_HANDOVERS;
  const model = useHistoryModel({
    row,
    state: judged.was ?? judged.state,
    gone: false,
    chosen,
    handovers: known,
    handoversFrom: drawnFrom(handovers, row),
    buckets: renewals.items ?? NO_BUCKETS,
    unwritten: renewals.unwritten,
    keptFrom: useKeptFrom(),
    usualGapMs: row.renewGapMs?.median ?? null,
    judged,
    feedSpots: judge.scopeOf(row)?.blindSpots ?? NO_SPOTS,
  });
  const look = useHolderLook(row, [
    ...model.lanes.lanes.map((lane) => lane.holder),
    ...model.runs.map((run) => run.holder),
    ...known.flatMap(({ from, to }) => [from, to]).filter((one) => one !== null),
  ]);
  const { namespace, name } = row;
  const zoom = useCallback(
    (to: TimeRange) => {
      router.push(`${leaseHref({ namespace, name })}?${new URLSearchParams(stillWords(to))}`);
    },
    [router, namespace, name],
  );
  const alerts = useMemo(() => [alert], [alert]);
  const present = endsNow(chosen);
  const silent = present && (judged.state === 'late' || judged.state === 'expired');
  const read = { problem: renewals.problem, read: renewals.items !== null };
  return (
    <HistoryChart
      model={model}
      look={look}
      numbers={NO_NUMBERS}
      sentence={chartSentence({ ...model, nameOf: look.name })}
      endLabel={present ? (judged.frozen ? formatShortMoment(judged.now, now, zone) : 'now') : ''}
      silentMs={silent && row.lastRenewalAt !== null ? judged.now - row.lastRenewalAt : null}
      expired={judged.state === 'expired'}
      unreadNote={unreadNote(model, read)}
      gapNote={gapNote(model, read, now, zone)}
      clockNote={clockNote(row, model, read)}
      pinned={pinned}
      pin={pin}
      zoom={zoom}
      alerts={alerts}
    />
  );
}
