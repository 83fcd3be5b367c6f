/** Timeline in words: what the chart shows, what lies under the cursor, what its bands mean. */
import type { Handover } from '../lease/handover.ts';
import { stripIdentity } from './board-holder.ts';
import { worstSlow } from './cluster-stretch.ts';
import {
  countOf,
  formatClock,
  formatDateTime,
  formatDurationInWords,
  formatTime,
  type TimeZone,
} from './format.ts';
import { endedWords, isVacancyEnd } from './handover-words.ts';
import { formatMoment } from './moment.ts';
import { type TimeRange, withoutZeros } from './time-axis.ts';
import type { BlindStretch, SlowStretch, TimelineLane } from './timeline.ts';
import { isOpen } from './timeline-card.ts';
import { isUnseen, type Target } from './timeline-target.ts';
import { MONTHS } from './timeline-ticks.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * "00:14:07 → 03:14:07" for today, "5 Mar 21:14:07 → 03:14:07" until today: shorter than a day, it can't be read for another.
 * Else with the dates; from a day on always with both.
 */
export function rangeWords({ from, to }: TimeRange, zone: TimeZone, now: number | null): string {
  const date = (at: number): string => shortDate(at, zone, now);
  if (to - from >= DAY_MS)
    return `${date(from)} ${formatClock(from, zone)} → ${date(to)} ${formatClock(to, zone)}`;
  const isToday = (at: number): boolean => now !== null && sameDay(at, now, zone);
  const one = isToday(from) ? '' : `${date(from)} `;
  const other = isToday(to) || sameDay(from, to, zone) ? '' : `${date(to)} `;
  return `${one}${formatTime(from, zone)} → ${other}${formatTime(to, zone)}`;
}

/** "01:51" where all that is shown is of today, else "22 Nov 01:51". */
export function clockWords(at: number, zone: TimeZone, now: number | null, shown: TimeRange): string {
  const today = (one: number): boolean => now !== null && sameDay(one, now, zone);
  const plain = today(at) && today(shown.from) && today(shown.to);
  return `${plain ? '' : `${shortDate(at, zone, now)} `}${formatClock(at, zone)}`;
}

function sameDay(a: number, b: number, zone: TimeZone): boolean {
  return formatDateTime(a, zone).slice(0, 10) === formatDateTime(b, zone).slice(0, 10);
}

/** "5 Mar", with the year where it may be another. */
function shortDate(at: number, zone: TimeZone, now: number | null): string {
  const [year = '', month = '', day = ''] = formatDateTime(at, zone).slice(0, 10).split('-');
  const name = MONTHS[Number(month) - 1] ?? month;
  const near = now !== null && Math.abs(now - at) < 300 * DAY_MS;
  return `${Number(day)} ${name}${near ? '' : ` ${year}`}`;
}

/** The whole chart as one sentence, for those who cannot see it. */
export function chartSentence(
  lanes: readonly TimelineLane[],
  total: number,
  {
    blindSpots,
    slow,
    range,
  }: { blindSpots: readonly BlindStretch[]; slow: readonly SlowStretch[]; range: TimeRange },
  zone: TimeZone,
): string {
  const handovers = lanes.reduce((sum, lane) => sum + lane.handovers, 0);
  const vacancies = lanes.reduce(
    (sum, lane) => sum + lane.spans.filter((span) => span.type === 'vacancy').length,
    0,
  );
  const moved = lanes.filter((lane) => lane.handovers > 0).length;
  const parts = [
    handovers === 0 ? 'no handover' : `${countOf(handovers, 'handover')} in ${countOf(moved, 'Lease')}`,
    ...(vacancies > 0 ? [countOf(vacancies, 'vacancy', 'vacancies')] : []),
    ...(blindSpots.length > 0 ? [`${countOf(blindSpots.length, 'stretch', 'stretches')} not watched`] : []),
    ...(slow.length > 0
      ? [`${countOf(slow.length, 'stretch', 'stretches')} in which many renewals were late`]
      : []),
  ];
  const of = total > lanes.length ? ` (the first ${lanes.length} of ${total})` : '';
  const when = `${formatDateTime(range.from, zone)} to ${formatDateTime(range.to, zone)}`;
  return `Holders of ${countOf(Math.min(total, lanes.length), 'Lease')}${of} from ${when}: ${parts.join(', ')}.`;
}

/** Longer than a few minutes seconds say nothing: "5 min", "1 min 40 s". */
function longWords(ms: number): string {
  return withoutZeros(
    formatDurationInWords(ms > 3 * MINUTE_MS ? Math.round(ms / MINUTE_MS) * MINUTE_MS : ms),
  );
}

/**
 * Every second one late at once is hardly the holders' doing: they have only the API server in common, which is
 * likely and no more. Several stretches are counted, never told as one. `joinedMs`: what was this close together
 * came as one stretch.
 */
export function slowWords(slow: SlowStretch | readonly SlowStretch[], joinedMs = 0): string {
  const { likely, long, share } = slowParts(slow, joinedMs);
  return `${likely ? 'API server likely slow' : 'renewals slow'}, ${long}: ${share}`;
}

/** The same asked, over the chart, where there is room for few words: the longer form where `most` letters allow it. */
export function slowLabel(
  slow: SlowStretch | readonly SlowStretch[],
  joinedMs = 0,
  most = Number.POSITIVE_INFINITY,
): string {
  const { likely, times, long, share } = slowParts(slow, joinedMs);
  const [what, whole] = [likely ? 'API server slow?' : 'renewals slow,', `${long}: ${share}`];
  return `${what} ${what.length + 1 + whole.length > most ? (times ?? long) : whole}`;
}

function slowParts(slow: SlowStretch | readonly SlowStretch[], joinedMs: number) {
  const all = 'from' in slow ? [slow] : slow;
  const { late, of } = worstSlow(all) ?? NONE_LATE;
  const ms = all.reduce((sum, { from, to }) => sum + (to - from), 0);
  const at = joinedMs > MINUTE_MS && ms > 2 * MINUTE_MS ? 'at times within ' : '';
  const times = all.length > 1 ? `${all.length} times` : null;
  const long = `${times === null ? '' : `${times}, `}${at}${longWords(ms)}${times === null ? '' : ' in all'}`;
  return { likely: of > 0 && late / of >= 0.5, times, long, share: `${late} of ${of} late` };
}

const NONE_LATE = { late: 0, of: 0 };

export function blindWords({ from, to, scope }: BlindStretch): string {
  return `${scope === null ? '' : `${scope} `}not watched, ${longWords(to - from)}`;
}

/** What the cursor says by keys: which Lease, when, and what lies there. */
export function targetWords(target: Target, read: TimeRange & { asOf: number }, zone: TimeZone): string {
  const { lane, at } = target;
  return `${lane.name} in ${lane.namespace}, ${formatMoment(at, read.asOf, zone)}: ${whatWords(target, read)}`;
}

function whatWords(target: Target, read: TimeRange): string {
  switch (target.type) {
    case 'handover':
      return target.span.holder === undefined
        ? 'handover'
        : `handover to ${stripIdentity(target.span.holder)}`;
    case 'tenure':
      return `held by ${stripIdentity(target.span.holder ?? 'a holder that is not known')}`;
    case 'vacancy':
      return `nobody, ${isOpen(target.lane, target.span, read) ? 'at least ' : ''}${formatDurationInWords(target.span.to - target.span.from)}`;
    case 'expired':
      return `expired, still held by ${stripIdentity(target.span.holder ?? 'its holder')}`;
    case 'dense':
      return `${countOf(target.span.count ?? 0, 'handover')} too close to be told apart`;
    case 'blind':
      return 'not watched';
    case 'nothing':
      return isUnseen(target) ? 'not known who held it' : 'nothing known';
  }
}

/** How a tenure ended and what followed: "Released, taken 1.6 s later". */
export function endedTitle(
  handover: Pick<Handover, 'cause' | 'from' | 'to' | 'vacantMs' | 'silentMs' | 'evidence'>,
): string {
  if (isVacancyEnd(handover)) return endedWords(handover);
  const { cause, to, vacantMs, silentMs, evidence } = handover;
  const after = vacantMs === null ? '' : ` ${formatDurationInWords(vacantMs)} later`;
  switch (cause) {
    case 'release':
      if (to !== null) return `Released, taken${after}`;
      return evidence.unwatchedFrom === undefined
        ? 'Released, nobody has taken over'
        : 'Released, then taken and let go again unseen';
    case 'expiry':
      return silentMs === null
        ? 'Went silent, then taken'
        : `Went silent for ${formatDurationInWords(silentMs)}, then taken`;
    case 'early':
      return silentMs === null
        ? 'Taken early'
        : `Taken early, ${formatDurationInWords(silentMs)} after the last renewal`;
    case 'recreated':
      return `Deleted and created again${vacantMs === null || vacantMs === 0 ? '' : `,${after}`}`;
    case 'deleted':
      return 'Deleted, nobody has created it again';
    case 'first':
      return 'Held for the first time';
    case 'unseen':
      return 'Handed over unseen';
  }
}

export type MovedWith = {
  others: number;
  sameNode: number;
  node: string | null;
  names: string[];
  withinMs: number;
};

/**
 * What else changed hands around a handover. `nodeOf` knows where a holder ran; where it does, those that left
 * the same node are told from the others.
 */
export function movedWith(
  own: Pick<Handover, 'namespace' | 'name' | 'at' | 'from'>,
  around: readonly Handover[],
  nodeOf: (holder: string) => string | null,
): MovedWith {
  const node = own.from === null ? null : nodeOf(own.from);
  const others = new Map<string, Handover>();
  for (const one of around) {
    if (one.cause === 'first' || (one.name === own.name && one.namespace === own.namespace)) continue;
    others.set(`${one.namespace}/${one.name}`, one);
  }
  const all = [...others.values()];
  const left = node === null ? [] : all.filter((one) => one.from !== null && nodeOf(one.from) === node);
  const told = left.length > 0 ? left : all;
  return {
    others: all.length,
    sameNode: left.length,
    node,
    names: told.map((one) => one.name),
    withinMs: Math.max(0, ...told.map((one) => Math.abs(one.at - own.at))),
  };
}

export function movedWithWords({ others, sameNode, node, withinMs }: MovedWith): string {
  if (others === 0) return 'Nothing else moved within 30 s.';
  const within = `within ${formatDurationInWords(Math.max(1_000, Math.ceil(withinMs / 1_000) * 1_000)).replace('.0 s', ' s')}`;
  if (sameNode > 0 && node !== null) {
    const rest = others - sameNode;
    return `${countOf(sameNode, 'other Lease', 'other Leases')} left ${node} ${within}${rest > 0 ? `, ${rest} more moved elsewhere` : ''}.`;
  }
  return `${countOf(others, 'other Lease', 'other Leases')} moved ${within}.`;
}
