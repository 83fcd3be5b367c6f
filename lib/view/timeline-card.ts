/** What the card over a lane says of a stretch: how long it was held, from when, and how well that is known. */
import { countOf, formatDurationInWords, type TimeZone } from './format.ts';
import { endedWords, isVacancyEnd } from './handover-words.ts';
import { formatMoment } from './moment.ts';
import type { TimeRange } from './time-axis.ts';
import type { BlindStretch, LaneSpan, TimelineLane } from './timeline.ts';
import { heldBefore, isUnseen, type Target } from './timeline-target.ts';

/** What was read, and when. */
export type Reading = TimeRange & { asOf: number; blindSpots: readonly BlindStretch[] };

export type StretchWords = { from: string; to: string; unwatched: string | null };

/** The first of its lane with no handover at its beginning: it was seen to go on, not to begin. */
export function startsUnseen(lane: TimelineLane, span: LaneSpan): boolean {
  return span.cause === undefined && lane.spans[0] === span;
}

/** Cut by what was read, or begun before it was kept: it was longer than what is drawn of it, or may have been. */
export function isOpen(lane: TimelineLane, span: LaneSpan, read: TimeRange): boolean {
  return span.from <= read.from || span.to >= read.to || startsUnseen(lane, span);
}

/**
 * How a handover ended, by its lane alone: of a vacancy that is cut off that does not tell whether somebody was seen to
 * let go.
 */
export function endedInLane(lane: TimelineLane, span: LaneSpan, read: TimeRange): string {
  if (span.cause === undefined) return 'Handover';
  const earlier = lane.spans.slice(0, Math.max(0, lane.spans.indexOf(span)));
  // Of many whose last holder is not known somebody did hold it.
  if (earlier.at(-1)?.type === 'dense' && earlier.at(-1)?.holder === undefined) return 'Handover';
  const ending = { cause: span.cause, from: heldBefore(lane, span)?.holder ?? null };
  const [first] = lane.spans;
  const begins = first !== undefined && first !== span && first.from > read.from;
  return isVacancyEnd(ending) && !begins ? 'Handover' : endedWords(ending);
}

/** A handover is told by how it ended. */
export function stretchTitle(target: Exclude<Target, { type: 'handover' }>, read: Reading): string {
  if (target.type === 'nothing') return isUnseen(target) ? 'Not known who held it' : 'Nothing known';
  const { from, to } = target.type === 'blind' ? target.stretch : target.span;
  const long = formatDurationInWords(to - from);
  if (target.type === 'blind') return `Not watched, ${long}`;
  if (target.type === 'dense') return `${countOf(target.span.count ?? 0, 'handover')} in ${long}`;
  const lasted = `${isOpen(target.lane, target.span, read) ? 'at least ' : ''}${long}`;
  switch (target.type) {
    case 'tenure':
      return `Held for ${lasted}`;
    case 'vacancy':
      return `Nobody held it, ${lasted}`;
    case 'expired':
      return `Expired, but still held, ${lasted}`;
  }
}

export function stretchWords(
  lane: TimelineLane,
  span: LaneSpan,
  read: Reading,
  zone: TimeZone,
): StretchWords {
  const moment = (at: number): string => formatMoment(at, read.asOf, zone);
  return {
    from:
      span.from <= read.from
        ? `before ${moment(read.from)}`
        : startsUnseen(lane, span)
          ? `at least since ${moment(span.from)}; nothing is kept before`
          : moment(span.from),
    to: span.to >= read.to ? `after ${moment(read.to)}` : moment(span.to),
    unwatched: unwatchedWords(lane, span, read),
  };
}

/** How much of a stretch nobody watched; null when all of it was. */
function unwatchedWords({ namespace }: TimelineLane, span: LaneSpan, read: Reading): string | null {
  let ms = 0;
  let times = 0;
  let until = span.from;
  const own = read.blindSpots.filter((one) => one.scope === null || one.scope === namespace);
  for (const one of [...own].sort((a, b) => a.from - b.from)) {
    const from = Math.max(until, one.from);
    const to = Math.min(span.to, one.to);
    if (to <= from) continue;
    ms += to - from;
    if (times === 0 || from > until) times += 1;
    until = to;
  }
  if (times === 0) return null;
  const often = times === 1 ? '' : `, ${times} times in all`;
  return `${formatDurationInWords(ms)} of it${often}: it may have moved and come back meanwhile`;
}
