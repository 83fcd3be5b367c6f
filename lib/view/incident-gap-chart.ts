/** How one Lease was renewed over the range, as a picture: the slowest renewal of each stretch, and the clock's bounds. */

import { formatLimit } from './format.ts';
import type { IncidentLease } from './incident.ts';
import { colour } from './incident-palette.ts';
import {
  type GapSeries,
  gapSeries,
  type OffsetRun,
  offsetRuns,
  offsetScale,
  offsetTicks,
  stretchMs,
} from './lease-series.ts';
import { escapeMarkup } from './markup.ts';
import { signedOffset } from './offset-words.ts';
import type { TimeRange } from './time-axis.ts';
import type { BlindStretch } from './timeline.ts';
import { axisTicks } from './timeline-ticks.ts';

const WIDTH = 1118;
const LEFT = 152;
const RIGHT = 92;
const TOP = 10;
const GAPS = 84;
const BETWEEN = 18;
const CLOCK = 56;
const AXIS = 22;

type Frame = { x: (at: number) => number; right: number; range: TimeRange };

/** Null without a single renewal in the range. */
export function leaseChart(
  lease: Pick<IncidentLease, 'renewals' | 'unwritten' | 'durationMs' | 'usualGapMs' | 'namespace'>,
  range: TimeRange,
  blindSpots: readonly BlindStretch[],
): string | null {
  const { renewals, unwritten, durationMs, usualGapMs } = lease;
  if (renewals.length === 0) return null;
  const gaps = gapSeries(renewals, usualGapMs, durationMs);
  const runs = offsetRuns(renewals, usualGapMs);
  const plot = WIDTH - LEFT - RIGHT;
  const x = (at: number): number => {
    const share = (at - range.from) / Math.max(1, range.to - range.from);
    return round(LEFT + Math.min(1, Math.max(0, share)) * plot);
  };
  const frame = { x, right: LEFT + plot, range };
  const clockTop = TOP + GAPS + BETWEEN;
  const bottom = runs.length === 0 ? TOP + GAPS : clockTop + CLOCK;
  const parts = [
    ticks(frame, bottom),
    blind(frame, bottom, [
      ...blindSpots.filter(({ scope }) => scope === null || scope === lease.namespace),
      ...unwritten,
    ]),
    gapBand(frame, gaps, stretchMs(renewals)),
    ...(runs.length === 0 ? [] : [clockBand(frame, runs, clockTop)]),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${bottom + AXIS}" viewBox="0 0 ${WIDTH} ${bottom + AXIS}" font-family="system-ui,sans-serif" font-size="11" role="img" aria-label="${escapeMarkup(spoken(gaps))}">${parts.join('')}</svg>`;
}

function spoken({ slowestMs, allowedMs }: GapSeries): string {
  if (slowestMs === null) return 'No renewal was timed.';
  const allowed = allowedMs === null ? '' : ` of ${formatLimit(allowedMs)} allowed`;
  return `Renew gaps: the slowest took ${seconds(slowestMs)}${allowed}.`;
}

function ticks({ x, range }: Frame, bottom: number): string {
  return axisTicks(range, 10, 'utc')
    .map(
      ({ at, label }) =>
        `<path d="M${x(at)} ${TOP}V${bottom}" stroke="${colour('line')}"/>${words(x(at), bottom + 14, label, 'middle')}`,
    )
    .join('');
}

function blind({ x }: Frame, bottom: number, stretches: readonly TimeRange[]): string {
  return stretches
    .map(
      ({ from, to }) =>
        `<rect x="${x(from)}" y="${TOP}" width="${Math.max(2, round(x(to) - x(from)))}" height="${bottom - TOP}" fill="${colour('sunken')}"/>`,
    )
    .join('');
}

function gapBand(
  { x, right }: Frame,
  { points, allowedMs, usualMs, topMs, ticksMs }: GapSeries,
  longMs: number | null,
): string {
  const y = (ms: number): number => round(TOP + GAPS - (Math.min(ms, topMs) / topMs) * GAPS);
  const columns = points.map((point) => {
    const width = Math.max(1, round(x(point.to) - x(point.from) - 0.5));
    const over = allowedMs !== null && point.gapMs > allowedMs;
    const fill = colour(over ? 'expired' : point.slow ? 'late' : 'held');
    return `<rect x="${x(point.from)}" y="${y(point.drawnMs)}" width="${width}" height="${round(TOP + GAPS - y(point.drawnMs))}" fill="${fill}"/>`;
  });
  const line = (ms: number, label: string, more: string): string =>
    `<path d="M${LEFT} ${y(ms)}H${right}" stroke="${colour('text')}" fill="none"${more}/>${words(right + 6, y(ms) + 4, label, 'start')}`;
  // What is higher than the chart is cut, and the highest says by how much.
  const cut = points.filter(({ gapMs }) => gapMs > topMs).sort((a, b) => b.gapMs - a.gapMs)[0];
  return [
    words(LEFT - 12, TOP + 12, 'renew gap', 'end', 'text'),
    ...(longMs === null ? [] : [words(LEFT - 12, TOP + 27, `slowest of each ${formatLimit(longMs)}`, 'end')]),
    ...ticksMs
      .filter((ms) => ms > 0)
      .map((ms) => `<path d="M${LEFT} ${y(ms)}H${right}" stroke="${colour('line')}"/>`),
    ...columns,
    `<path d="M${LEFT} ${TOP + GAPS}H${right}" stroke="${colour('line-strong')}"/>`,
    ...(cut === undefined
      ? []
      : [words(x(cut.from) - 4, TOP + 10, `↑ ${seconds(cut.gapMs)}`, 'end', 'expired-text')]),
    ...(usualMs === null
      ? []
      : [line(usualMs, `usual ${seconds(usualMs)}`, ' stroke-dasharray="3 3" opacity=".55"')]),
    ...(allowedMs === null ? [] : [line(allowedMs, `allowed ${formatLimit(allowedMs)}`, '')]),
  ].join('');
}

function clockBand({ x, right }: Frame, runs: readonly OffsetRun[], top: number): string {
  const { lowest, highest, ticksMs } = offsetTicks(runs);
  const [low, high] = [offsetScale(lowest), offsetScale(highest)];
  const y = (ms: number): number => round(top + CLOCK - ((offsetScale(ms) - low) / (high - low)) * CLOCK);
  const bands = runs.map(({ points, contradictory }) => {
    const upper = points.map(({ at, upperMs }) => `${x(at)} ${round(y(upperMs) - 1)}`);
    const lower = points.map(({ at, lowerMs }) => `${x(at)} ${round(y(lowerMs) + 1)}`).reverse();
    const fill = colour(contradictory ? 'late' : 'text-3');
    return `<path d="M${[...upper, ...lower].join('L')}z" fill="${fill}" fill-opacity=".55"/>`;
  });
  return [
    words(LEFT - 12, top + 12, 'holder’s clock', 'end', 'text'),
    words(LEFT - 12, top + 27, 'against the API server', 'end'),
    ...ticksMs.map(
      (ms) =>
        `<path d="M${LEFT} ${y(ms)}H${right}" stroke="${colour(ms === 0 ? 'line-strong' : 'line')}"/>${words(right + 6, y(ms) + 4, ms === 0 ? '0' : signedOffset(ms), 'start')}`,
    ),
    ...bands,
  ].join('');
}

function words(
  x: number,
  y: number,
  label: string,
  anchor: 'start' | 'middle' | 'end',
  token = 'text-2',
): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour(token)}">${escapeMarkup(label)}</text>`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function round(px: number): number {
  return Math.round(px * 10) / 10;
}
