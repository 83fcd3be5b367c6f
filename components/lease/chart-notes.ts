/**
 * The words above the lanes: how long nobody held it, and how long nobody watched. They share one line, so that all
 * of them are placed together; where two would touch, the one of the shorter stretch goes without.
 */
import { formatDurationInWords, formatRough, type TimeZone } from '../../lib/view/format.ts';
import type { Vacancy } from '../../lib/view/lease-lanes.ts';
import { formatShortMoment } from '../../lib/view/moment.ts';
import type { UnwatchedSpan } from '../../lib/view/time-axis.ts';
import { type ChartFrame, placeNotes } from './chart-frame.ts';

/** `x` and `width` of what is drawn, px; `label` is where its words begin or end, null without room for them. */
export type ChartNote<Span> = {
  span: Span;
  x: number;
  width: number;
  words: string;
  label: { x: number; anchor: 'start' | 'end' } | null;
};
export type ChartNotes = { vacancies: ChartNote<Vacancy>[]; unwatched: ChartNote<UnwatchedSpan>[] };

const LEAST_VACANCY = 4;
const LEAST_UNWATCHED = 5;
/** Of the face and size of these words, px. */
const LETTER = 6;
const EDGE = 4;

export function chartNotes(
  frame: ChartFrame,
  facts: { vacancies: readonly Vacancy[]; unwatched: readonly UnwatchedSpan[] },
  zone: TimeZone,
  now: number,
): ChartNotes {
  const end = frame.x(frame.range.to);
  const vacancies = facts.vacancies
    .filter(({ long }) => long)
    .map((span) => {
      const x = frame.x(span.from);
      const width = Math.max(LEAST_VACANCY, frame.x(span.to) - x);
      return { span, x, width, words: `nobody, ${shortWords(span.ms)}`, weight: span.ms };
    });
  const unwatched = facts.unwatched.map((span) => {
    const width = Math.max(LEAST_UNWATCHED, frame.x(span.to) - frame.x(span.from));
    // What is too short to be seen grows to the left of now, not past it.
    const x = Math.min(frame.x(span.from), end - width);
    const ms = span.to - span.from;
    const words =
      span.type === 'before-start'
        ? `nothing kept before ${formatShortMoment(span.to, now, zone)}`
        : `not watched, ${shortWords(ms)}`;
    return { span, x, width, words, weight: ms };
  });
  const places = placeNotes(
    [...vacancies, ...unwatched].map(({ x, width, words, weight }) => ({
      from: x,
      to: x + width,
      length: words.length * LETTER,
      weight,
    })),
    { from: EDGE, to: frame.width - EDGE },
  );
  return {
    vacancies: vacancies.map(({ weight: _, ...note }, index) => ({ ...note, label: places[index] ?? null })),
    unwatched: unwatched.map(({ weight: _, ...note }, index) => ({
      ...note,
      label: places[vacancies.length + index] ?? null,
    })),
  };
}

const MINUTE_MS = 60_000;

function shortWords(ms: number): string {
  return ms < MINUTE_MS ? formatDurationInWords(ms) : formatRough(ms);
}
