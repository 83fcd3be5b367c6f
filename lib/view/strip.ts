/**
 * Who held a Lease over a window, as marks from left to right, in percent of the window. Unwatched time is a
 * mark of its own and lies over everything: nobody knows what happened there.
 */
import { type Handover, type HandoverCause, handoverWeight } from '../lease/handover.ts';
import { countOf } from './format.ts';
import { type HolderSpan, holderSpans } from './holder-spans.ts';
import type { TimeRange } from './time-axis.ts';

export type StripMark =
  | { type: 'tenure'; left: number; width: number; holder: string }
  | { type: 'vacant'; left: number; width: number }
  /** The holder still stood in the Lease, past its duration. */
  | { type: 'expired'; left: number; width: number }
  | { type: 'unwatched'; left: number; width: number }
  /** Before Tenure began to watch. */
  | { type: 'before'; left: number; width: number }
  | { type: 'handover'; left: number };
export type Strip = {
  marks: StripMark[];
  /** Nothing moved in the whole window: drawn as a line, so that quiet rows recede. */
  calm: boolean;
  /** The same in words. */
  label: string;
};

export type StripInput = {
  /** Epoch ms; `to` is now. */
  from: number;
  to: number;
  /** Since when this Lease's scope has been watched; null: not yet. */
  watchedSince: number | null;
  /** From when on who held it is known here: nothing is drawn of what was not read yet; null when all was. */
  readFrom: number | null;
  /** Nothing is known after this (a feed that is not live); null while it is. */
  knownUntil: number | null;
  /** Oldest first. */
  blindSpots: readonly TimeRange[];
  /** Of this Lease, in any order. */
  handovers: readonly Handover[];
  holder: string | null;
  /** Since when nobody holds it; null while somebody does. */
  vacantSince: number | null;
  /** Since when the holder is past its duration; null while it is not. */
  expiredSince: number | null;
  /** Somebody is not due to have taken it yet: what began at `vacantSince` is not drawn. */
  released: boolean;
  /** A vacancy up to this long is a normal handover and not drawn, ms. */
  normalVacancyMs: (cause: HandoverCause) => number;
};

/** What is worth drawing, oldest first: a normal handover leaves a gap, and no mark. */
function spansOf(input: StripInput): HolderSpan[] {
  const { watchedSince, readFrom, normalVacancyMs } = input;
  if (watchedSince === null) return [];
  const end = input.knownUntil ?? input.to;
  return holderSpans({
    ...input,
    range: { from: Math.max(input.from, watchedSince, readFrom ?? watchedSince), to: end },
    observedSince: null,
    unwatched: input.blindSpots,
  })
    .filter(({ type, to, ms }) =>
      type !== 'vacant' ? true : to < end ? ms > normalVacancyMs('release') : !input.released,
    )
    .map((span) =>
      span.type === 'expired' && span.to < end && span.ms <= normalVacancyMs('expiry')
        ? { ...span, type: 'tenure' as const }
        : span,
    )
    .reverse();
}

export function buildStrip(input: StripInput): Strip {
  const length = Math.max(1, input.to - input.from);
  const percent = (at: number): number =>
    ((Math.min(Math.max(at, input.from), input.to) - input.from) / length) * 100;
  const marks: StripMark[] = [];
  const spans = spansOf(input);
  for (const span of spans) {
    const left = percent(span.from);
    const width = percent(span.to) - left;
    marks.push(
      span.type === 'tenure'
        ? { type: span.type, left, width, holder: span.holder }
        : { type: span.type, left, width },
    );
  }
  const inWindow = input.handovers.filter((change) => change.at >= input.from && handoverWeight(change) > 0);
  for (const left of apart(inWindow.map((change) => percent(change.at))))
    marks.push({ type: 'handover', left });
  for (const blind of unwatched(input)) {
    const left = percent(blind.from);
    const type = blind.to === input.watchedSince && blind.from === input.from ? 'before' : 'unwatched';
    marks.push({ type, left, width: percent(blind.to) - left });
  }
  const moved = inWindow.length > 0 || spans.some(({ type }) => type !== 'tenure');
  const count = inWindow.reduce((sum, change) => sum + handoverWeight(change), 0);
  return { marks, calm: !moved && !isUnread(input), label: describe(input, count, spans) };
}

/** A notch is 3 px wide, a strip some 250: closer than this they would cover the bars between them, %. */
const NOTCHES_APART = 1.2;

function apart(places: readonly number[]): number[] {
  const kept: number[] = [];
  for (const place of [...places].sort((a, b) => a - b)) {
    if (place - (kept.at(-1) ?? -NOTCHES_APART) >= NOTCHES_APART) kept.push(place);
  }
  return kept;
}

/** Stretches of the window nobody watched, oldest first. */
function unwatched(input: StripInput): TimeRange[] {
  const spots: TimeRange[] = [];
  if (input.watchedSince === null) return [{ from: input.from, to: input.to }];
  if (input.watchedSince > input.from) spots.push({ from: input.from, to: input.watchedSince });
  const since = Math.max(input.from, input.watchedSince);
  for (const { from, to } of input.blindSpots)
    if (to > since) spots.push({ from: Math.max(from, since), to });
  if (input.knownUntil !== null && input.knownUntil < input.to)
    spots.push({ from: input.knownUntil, to: input.to });
  return spots;
}

/** Of a part of what was watched nothing is known here yet. */
function isUnread({ from, watchedSince, readFrom }: StripInput): boolean {
  return (readFrom ?? from) > Math.max(from, watchedSince ?? from);
}

function describe(input: StripInput, handovers: number, spans: readonly HolderSpan[]): string {
  if (input.watchedSince === null) return 'Not watched yet';
  const unread = isUnread(input);
  const parts =
    handovers > 0 || !unread ? [handovers === 0 ? 'no handover' : countOf(handovers, 'handover')] : [];
  if (unread) parts.push('what was before is not read yet');
  const vacancies = spans.filter(({ type }) => type === 'vacant').length;
  if (vacancies > 0) parts.push(vacancies === 1 ? 'a vacancy' : `${vacancies} vacancies`);
  const expired = spans.filter(({ type }) => type === 'expired').length;
  if (expired > 0) parts.push(expired === 1 ? 'expired once' : `expired ${expired} times`);
  if (unwatched(input).length > 0) parts.push('part of it not watched');
  return `Held by ${input.holder ?? 'nobody'}; ${parts.join(', ')}`;
}
