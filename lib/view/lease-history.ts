/** Everything that the chart of a Lease draws, from what was fetched and what the stream says. Epoch ms. */

import { vacantSince } from '../lease/ending.ts';
import type { Handover } from '../lease/handover.ts';
import type { LeaseState } from '../lease/state.ts';
import { clipStretches, subtractStretches } from '../lease/stretches.ts';
import { retryPeriodMs, takeoverWithinMs } from '../lease/takeover.ts';
import type { LeaseInsight } from './insight.ts';
import { usualGapMs } from './insight-theory.ts';
import { holderLanes, type Lanes } from './lease-lanes.ts';
import type { LeaseRow } from './lease-row.ts';
import { type GapSeries, gapSeries, type OffsetRun, offsetRuns } from './lease-series.ts';
import type { RenewalBucket } from './renewals.ts';
import { type TimeRange, type UnwatchedSpan, unwatchedSpans } from './time-axis.ts';

export type HistoryModel = {
  range: TimeRange;
  unwatched: UnwatchedSpan[];
  /** Watched, but what renewals were seen then is not kept. */
  unwritten: TimeRange[];
  lanes: Lanes;
  buckets: RenewalBucket[];
  gaps: GapSeries;
  runs: OffsetRun[];
  /** Where the crosshair stops when it is moved by key: stretches and handovers, oldest first. */
  stops: number[];
  /** From here on renewals of the range are kept: from its beginning where all are; null where none is. */
  renewalsFrom: number | null;
};

export type HistoryInput = {
  row: LeaseRow;
  state: LeaseState;
  gone: boolean;
  range: TimeRange;
  /** The range ends now, or with the feed's last word: then the row says what is true at its end. */
  present: boolean;
  /** Of the range, and of what came after it at least the first. */
  handovers: readonly Handover[];
  /** Handovers before this are not among them, for there are too many; null when all are. */
  handoversFrom: number | null;
  buckets: readonly RenewalBucket[];
  /** Watched, but what renewals were seen then is not kept. */
  unwritten: readonly TimeRange[];
  blindSpots: readonly TimeRange[];
  /** When it stood past its duration, though nobody took it. */
  expired: readonly TimeRange[];
  /** The usual renew gap of the range where it was told, else of the last day; ms. */
  usualGapMs: number | null;
  /** From here on anything is known. */
  keptFrom: number | null;
  /** Renewals before this are not kept any more; null when not known. */
  renewalsKeptFrom: number | null;
  /** Which it had in the range; none where nothing is kept to tell it by. */
  durations?: readonly { durationMs: number }[] | undefined;
  /** They are an earlier range's, and this one's are being read: the scale stays, and no limit is drawn. */
  durationsPending?: boolean;
};

/**
 * From where on it is drawn who held it. While the handovers are being read nobody is said to have; where they cannot
 * be read the present tenure is still known by the row.
 */
export function drawnFrom(
  read: { items: readonly Handover[] | null; from: number | null; problem: string | null },
  row: Pick<LeaseRow, 'heldSince'>,
): number | null {
  if (read.items !== null) return read.from;
  return read.problem === null ? Number.POSITIVE_INFINITY : (row.heldSince ?? Number.POSITIVE_INFINITY);
}

/** What the renewals of the range are measured by. An insight that is of another range says nothing of this one. */
export function measuredBy(
  { insight, earlier, reading }: { insight: LeaseInsight | null; earlier: boolean; reading: boolean },
  row: Pick<LeaseRow, 'renewGapMs'>,
): Pick<HistoryInput, 'usualGapMs' | 'durations' | 'durationsPending'> {
  const own = earlier ? null : insight;
  return {
    usualGapMs: (own === null ? null : usualGapMs(own)) ?? row.renewGapMs?.median ?? null,
    durations: (reading ? insight : own)?.durations,
    durationsPending: reading,
  };
}

export function leaseHistory(input: HistoryInput): HistoryModel {
  const { row, range, handovers, keptFrom } = input;
  const unwatched = unwatchedSpans(range, keptFrom, input.blindSpots);
  const retryMs = retryPeriodMs(row.renewGapMs?.median ?? null, row.durationMs ?? 15_000);
  const lanes = holderLanes({
    range,
    observedSince: latest(keptFrom, input.handoversFrom),
    unwatched,
    handovers,
    expired: input.expired,
    ...(input.present ? presentHolder(input) : pastHolder(input)),
    usualVacancyMs: takeoverWithinMs('release', retryMs),
  });
  const buckets = input.buckets
    .filter((bucket) => bucket.to > range.from && bucket.from < range.to)
    // The stretch under way has not ended: nothing is drawn past now.
    .map((bucket) => ({ ...bucket, to: Math.min(bucket.to, range.to) }));
  const usualMs = input.usualGapMs;
  const runs = offsetRuns(buckets, usualMs).map((run) => withinTenure(run, lanes));
  const gaps = gapSeries(buckets, usualMs, allowedMs(input));
  const unwritten = subtractStretches(clipStretches(input.unwritten, range), unwatched);
  const stops = [
    ...new Set([
      ...unwritten.map(({ from, to }) => (from + to) / 2),
      ...buckets.map(({ from, to }) => (from + to) / 2),
      ...lanes.steps.map((step) => step.handover.at),
    ]),
  ];
  return {
    range,
    unwatched,
    unwritten,
    lanes,
    buckets,
    gaps: input.durationsPending === true ? { ...gaps, allowedMs: null, headroom: null } : gaps,
    runs,
    stops: stops.sort((a, b) => a - b),
    renewalsFrom: renewalsFrom(range, input.renewalsKeptFrom),
  };
}

/** What was right by one duration is not judged by another: where it changed in the range there is no one limit. */
function allowedMs({ row, durations = [] }: Pick<HistoryInput, 'row' | 'durations'>): number | null {
  const [only, ...more] = new Set(durations.map(({ durationMs }) => durationMs));
  if (more.length > 0) return null;
  return only === undefined || only === row.durationMs ? row.expiresAfterMs : only;
}

function renewalsFrom(range: TimeRange, keptFrom: number | null): number | null {
  if (keptFrom === null || keptFrom <= range.from) return range.from;
  return keptFrom < range.to ? keptFrom : null;
}

/** A stretch of 20 s may begin before its holder's tenure and end after it; what it says is of the tenure. */
function withinTenure(run: OffsetRun, { lanes }: Lanes): OffsetRun {
  const spans = lanes.find((lane) => lane.holder === run.holder)?.spans ?? [];
  const first = run.points[0]?.at ?? 0;
  const last = run.points.at(-1)?.at ?? 0;
  const own = spans.filter((span) => span.to > first && span.from < last);
  const from = Math.min(...own.map((span) => span.from));
  const to = Math.max(...own.map((span) => span.to));
  if (own.length === 0) return run;
  return {
    ...run,
    points: run.points.map((point) => ({ ...point, at: Math.min(Math.max(point.at, from), to) })),
  };
}

type AtTheEnd = { holder: string | null; expiredSince: number | null; vacantSince: number | null };

function presentHolder({ row, state, gone, handovers, range }: HistoryInput): AtTheEnd {
  // A handover reaches the page at once, its row with the next patch: the newer of the two is right.
  const newest = newestOf(handovers);
  const rowSince = row.holder === null ? row.stateSince : row.heldSince;
  const ahead = newest !== null && newest.to !== row.holder && newest.at > (rowSince ?? range.to);
  const holder = gone ? null : ahead ? newest.to : row.holder;
  const expired = !ahead && state === 'expired' && row.lastRenewalAt !== null && row.expiresAfterMs !== null;
  return {
    holder,
    expiredSince: expired ? (row.lastRenewalAt ?? 0) + (row.expiresAfterMs ?? 0) : null,
    vacantSince: holder === null ? vacantNow(handovers, row, gone) : null,
  };
}

/** By the handovers alone; without any, by a tenure that had begun by then and still goes on. */
function pastHolder({ row, gone, handovers, range }: HistoryInput): AtTheEnd {
  const newest = newestOf(handovers);
  if (newest !== null)
    return {
      holder: newest.to,
      expiredSince: null,
      vacantSince: newest.to === null && newest.at < range.to ? vacantSince(newest) : null,
    };
  const since = gone ? null : row.heldSince;
  return {
    holder: since !== null && since < range.to ? row.holder : null,
    expiredSince: null,
    vacantSince: null,
  };
}

function newestOf(handovers: readonly Handover[]): Handover | null {
  return handovers.reduce<Handover | null>((a, b) => (a === null || b.at > a.at ? b : a), null);
}

function latest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

/** When the present vacancy, or the Lease's absence, began. */
function vacantNow(handovers: readonly Handover[], row: LeaseRow, gone: boolean): number | null {
  const open = handovers.find((handover) => handover.to === null);
  if (open !== undefined) return vacantSince(open);
  return gone ? null : row.stateSince;
}
