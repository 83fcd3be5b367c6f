/** The timeline as a picture that stands alone: an SVG document with its own colours and words. */
import type { AlertView } from './alert.ts';
import { formatDateTimeAbroad, shortenMiddle, type TimeZone } from './format.ts';
import { escapeMarkup } from './markup.ts';
import type { BlindStretch, TimelineLane } from './timeline.ts';
import { ALERT_ABOVE, alertPaths, type LaneAlerts, placeAlerts } from './timeline-alerts.ts';
import { placeWords } from './timeline-band-words.ts';
import type { Band } from './timeline-bands.ts';
import { SCOPED_HEIGHT, scopedBlind } from './timeline-bands.ts';
import { layOut, WIDE } from './timeline-layout.ts';
import {
  boxesPath,
  drawLane,
  type HolderHues,
  lanePaths,
  type Paint,
  type Scale,
  tokenOf,
} from './timeline-marks.ts';
import { axisTicks } from './timeline-ticks.ts';

export type PictureInput = {
  lanes: readonly TimelineLane[];
  /** Its left edge is where the labels end. */
  scale: Scale;
  width: number;
  bands: readonly Band[];
  /** Those of one namespace are drawn in its lanes. */
  blindSpots: readonly BlindStretch[];
  alerts: LaneAlerts;
  /** Up to when an alert that fires has fired, epoch ms. */
  now: number;
  hues: HolderHues;
  zone: TimeZone;
  /** By token: `text`, `holder-1`. */
  colour: (token: string) => string;
  title: string;
  /** Slow stretches closer than this came as one. */
  joinedMs?: number;
};

const TOP = 76;
/** How far above the lanes the marks of alerts about no single Lease begin, px: between them and the times. */
const OF_ALL_ABOVE = 10;
const MARGIN = 20;
const LEGEND = 32;
/** So near to an edge of the plot a time would stand in the words beside it, px. */
const TICK_ROOM = 16;
/** By what a severity is painted: the tokens that every picture has. */
const SEVERITY_COLOURS = { critical: 'expired', warning: 'late', info: 'info' } as const;

export function timelineSvg(input: PictureInput): { svg: string; width: number; height: number } {
  const { lanes, scale, width, bands, hues, zone, colour, title } = input;
  const layout = layOut(lanes, WIDE);
  const height = TOP + layout.height + LEGEND;
  const right = scale.left + scale.width;
  const out: string[] = [];
  const rect = (x: number, y: number, w: number, h: number, fill: string): number =>
    out.push(`<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}"/>`);
  const text = (x: number, y: number, words: string, more = ''): number =>
    out.push(`<text x="${x}" y="${y}" fill="${colour('text-2')}"${more}>${escapeMarkup(words)}</text>`);
  const path = (d: string, fill: string, more = ''): number =>
    d === '' ? 0 : out.push(`<path d="${d}" fill="${fill}"${more}/>`);
  const marks = (alerts: readonly AlertView[], top: number): void => {
    for (const place of placeAlerts(alerts, scale, input.now)) {
      const { line: along, triangle } = alertPaths(place, top);
      const edge = ` stroke="${colour(SEVERITY_COLOURS[place.severity])}"`;
      path(along, 'none', `${edge} stroke-width="2"`);
      path(triangle ?? '', colour(place.severity === 'critical' ? 'expired' : 'surface'), edge);
    }
  };
  rect(0, 0, width, height, colour('surface'));
  text(MARGIN, 26, title, ` font-size="15" font-weight="600" style="fill:${colour('text')}"`);
  const dates = [scale.range.from, scale.range.to].map((at) => formatDateTimeAbroad(at, zone)).join(' → ');
  text(width - MARGIN, 26, dates, ' text-anchor="end"');
  text(MARGIN, TOP - 12, 'Lease');
  text(scale.left - 12, TOP - 12, 'namespace', ' text-anchor="end"');
  text(width - MARGIN, TOP - 12, 'handovers', ' text-anchor="end"');
  for (const band of bands.filter((one) => one.type === 'slow'))
    rect(band.x, TOP - 6, band.width, layout.height + 6, colour('late-bg'));
  for (const tick of axisTicks(scale.range, Math.floor(scale.width / 76), zone)) {
    const x = scale.x(tick.at).toFixed(1);
    out.push(`<path d="M${x} ${TOP - 6}V${TOP + layout.height}" stroke="${colour('line')}"/>`);
    if (Number(x) > scale.left + TICK_ROOM && Number(x) < right - TICK_ROOM)
      text(Number(x), TOP - 12, tick.label, ' text-anchor="middle"');
  }
  for (const words of placeWords(bands, scale.left, right, input.joinedMs))
    text(
      words.x,
      TOP - 28,
      words.words,
      ` text-anchor="middle"${words.slow ? ` style="fill:${colour('late-text')}"` : ''}`,
    );
  out.push(`<g transform="translate(0 ${TOP})">`);
  for (const row of layout.rows) {
    if (row.type === 'head') {
      rect(0, row.top, width, row.height, colour('bg'));
      text(MARGIN, row.top + 13, row.title, ` font-weight="600" style="fill:${colour('text')}"`);
      continue;
    }
    const { lane, middle } = row;
    const mono = ` font-family="ui-monospace, Menlo, Consolas, monospace" style="fill:${colour('text')}"`;
    text(MARGIN, middle + 4, shortenMiddle(lane.name, 26), mono);
    text(scale.left - 12, middle + 4, shortenMiddle(lane.namespace, 13), ' text-anchor="end"');
    text(width - MARGIN, middle + 4, `${lane.handovers}${lane.atLeast ? '+' : ''}`, ' text-anchor="end"');
  }
  const drawn = layout.lanes.map(({ lane, middle }) => ({ drawing: drawLane(lane, scale, hues), middle }));
  for (const { paint, path: d } of lanePaths(drawn)) path(d, ...fillOf(paint, colour));
  for (const { key, lane, middle } of layout.lanes) {
    path(
      boxesPath(scopedBlind(input.blindSpots, lane.namespace, scale), middle, SCOPED_HEIGHT),
      'url(#blind)',
    );
    marks(input.alerts.byLane.get(key) ?? [], middle - ALERT_ABOVE);
  }
  for (const band of bands) {
    if (band.type === 'slow' || band.type === 'unread') continue;
    rect(band.x, -6, band.width, layout.height + 6, band.type === 'blind' ? 'url(#blind)' : 'url(#before)');
  }
  marks(input.alerts.ofAll, -OF_ALL_ABOVE);
  out.push('</g>', legend(TOP + layout.height + LEGEND / 2, colour));
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11">` +
    `<title>${escapeMarkup(title)}</title>${hatches(colour)}${out.join('')}</svg>`;
  return { svg, width, height };
}

function fillOf(paint: Paint, colour: (token: string) => string): [fill: string, more?: string] {
  if (paint === 'dense') return ['url(#dense)'];
  if (paint === 'vacant') return ['url(#vacant)', ` stroke="${colour('expired')}"`];
  return [colour(tokenOf(paint))];
}

/** The marks and what they mean, in one line about `middle`. */
function legend(middle: number, colour: (token: string) => string): string {
  const box = (wide: number, fill: string, more = ''): string =>
    `<rect y="-6" width="${wide}" height="12" fill="${fill}"${more}/>`;
  const hues = [1, 2, 3].map(
    (hue, index) =>
      `<rect x="${index * 10}" y="-5" width="10" height="10" fill="${colour(`holder-${hue}`)}"/>`,
  );
  const line = (token: string): string => ` stroke="${colour(token)}"`;
  const marks: [mark: string, wide: number, words: string][] = [
    [hues.join(''), 30, 'colour = node of the holder'],
    [box(2, colour('text')), 2, 'handover'],
    [box(14, 'url(#dense)'), 14, 'many handovers'],
    [box(14, 'url(#vacant)', line('expired')), 14, 'vacancy'],
    [box(14, colour('expired')), 14, 'expired, still held'],
    [box(14, 'url(#blind)', line('unknown')), 14, 'not watched'],
    [box(14, 'url(#before)', line('line')), 14, 'nothing kept'],
    [box(14, colour('late-bg'), line('late')), 14, 'renewals slow'],
    [`<path d="M4.5 -5l4.5 9h-9z" fill="${colour('expired')}"/>`, 9, 'alert'],
  ];
  let x = MARGIN;
  return marks
    .map(([mark, wide, words]) => {
      const at = `translate(${x} ${middle})`;
      const after = wide + 6;
      x += after + words.length * 6.2 + 22;
      return `<g transform="${at}">${mark}<text x="${after}" y="4" fill="${colour('text-2')}">${escapeMarkup(words)}</text></g>`;
    })
    .join('');
}

function hatches(colour: (token: string) => string): string {
  const hatch = (id: string, pitch: number, stroke: string, wide: number, turn: string): string =>
    `<pattern id="${id}" width="${pitch}" height="${pitch}" patternUnits="userSpaceOnUse"${turn}>` +
    `<rect width="${pitch}" height="${pitch}" fill="${colour('surface')}"/>` +
    `<path d="M.5 0v${pitch}" stroke="${stroke}" stroke-width="${wide}"/></pattern>`;
  const turned = ' patternTransform="rotate(45)"';
  return `<defs>${hatch('blind', 5, colour('unknown'), 1, turned)}${hatch('before', 8, colour('line'), 1, turned)}${hatch('vacant', 3, colour('expired'), 1, '')}${hatch('dense', 4, colour('text'), 1.5, '')}</defs>`;
}
