/** A Lease's chart as one sentence, for those who do not see it. */
import { handoverWeight } from '../lease/handover.ts';
import { countOf, formatDurationInWords, formatLimit } from './format.ts';
import type { Lanes } from './lease-lanes.ts';
import type { GapSeries, OffsetRun } from './lease-series.ts';
import { clockWords, steppedWords } from './offset-words.ts';
import type { TimeRange, UnwatchedSpan } from './time-axis.ts';

export function chartSentence(chart: {
  range: TimeRange;
  lanes: Lanes;
  gaps: GapSeries;
  runs: readonly OffsetRun[];
  unwatched: readonly UnwatchedSpan[];
  nameOf: (holder: string) => string;
}): string {
  const { range, lanes, gaps, runs, unwatched, nameOf } = chart;
  const blindMs = unwatched.reduce((sum, span) => sum + span.to - span.from, 0);
  const watched = formatDurationInWords(range.to - range.from - blindMs);
  const holders = lanes.lanes.map((lane) => `${nameOf(lane.holder)} ${shareWords(lane.share)}`);
  const sentences = [
    holders.length === 0
      ? `Nobody was seen to hold it in the ${watched} watched.`
      : `Held in the ${watched} watched: ${holders.join(', ')}${lanes.hidden > 0 ? `, and ${lanes.hidden} more` : ''}.`,
    `${countOf(
      lanes.steps.reduce((sum, { handover }) => sum + handoverWeight(handover), 0),
      'handover',
    )}.`,
  ];
  if (gaps.slowestMs !== null) {
    const allowed = gaps.allowedMs === null ? '' : ` of ${formatLimit(gaps.allowedMs)} allowed`;
    const usual = gaps.usualMs === null ? '' : `, usually ${formatDurationInWords(gaps.usualMs)}`;
    sentences.push(`Slowest renew gap ${formatDurationInWords(gaps.slowestMs)}${allowed}${usual}.`);
  }
  const run = runs.at(-1);
  const last = run?.points.at(-1);
  if (run !== undefined && last !== undefined) {
    const value = run.contradictory
      ? steppedWords(last.upperMs - last.lowerMs)
      : clockWords({ lower: last.lowerMs, upper: last.upperMs }).value;
    sentences.push(`The holder’s clock against the API server’s: ${value}.`);
  }
  return sentences.join(' ');
}

/** "41 %"; none is rounded to nothing, nor to all. */
export function shareWords(part: number): string {
  if (part > 0 && part < 0.01) return '< 1 %';
  return part < 1 && part > 0.99 ? '> 99 %' : `${Math.round(part * 100)} %`;
}
