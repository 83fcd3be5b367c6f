/** The Leases that moved or that something was wrong with, as one picture inside of the file. */
import { stripIdentity } from './board-holder.ts';
import { countOf } from './format.ts';
import { preferredHue } from './hue.ts';
import type { Incident } from './incident.ts';
import { colour } from './incident-palette.ts';
import { leftOut } from './incident-words.ts';
import { asMarkup, html, type Markup } from './markup.ts';
import { laneAlerts } from './timeline-alerts.ts';
import { timelineBands } from './timeline-bands.ts';
import { type HolderHues, timeScale } from './timeline-marks.ts';
import { timelineSvg } from './timeline-svg.ts';

const WIDTH = 1118;
const LEFT = 300;
const RIGHT = 96;

const HUES: HolderHues = {
  hueOf: (holder, node) => preferredHue(node ?? stripIdentity(holder)),
};

export function timelineSection(incident: Incident): Markup {
  const { history, timeline } = incident;
  const { items, left } = timeline;
  if (history.problem !== null)
    return html`<section><h2>Timeline</h2><p>It cannot be drawn. ${history.problem}</p></section>`;
  if (items.length === 0)
    return html`<section><h2>Timeline</h2><p>As far as is known, no Lease changed hands and nothing was wrong with any: there is nothing to draw.</p></section>`;
  const cut =
    left === 0
      ? null
      : html`<p class="cut">These are ${countOf(items.length, 'Lease')}; of those that also moved ${leftOut(left)}.</p>`;
  return html`<section><h2>Timeline</h2>${cut}<div class="wide" tabindex="0" role="region" aria-label="Timeline">${picture(incident)}</div></section>`;
}

function picture({ timeline, from, to, asOf, history, alerts, blindSpots, slow }: Incident): Markup {
  const scale = timeScale({ from, to }, LEFT, WIDTH - LEFT - RIGHT);
  const { svg } = timelineSvg({
    lanes: timeline.items,
    scale,
    width: WIDTH,
    bands: timelineBands({
      scale,
      blindSpots: blindSpots.items,
      slow: slow.items,
      keptFrom: history.keptFrom,
      read: null,
      zone: 'utc',
      now: asOf,
      joinedMs: timeline.pointMs,
    }),
    blindSpots: blindSpots.items,
    alerts: laneAlerts(alerts.items),
    now: asOf,
    hues: HUES,
    zone: 'utc',
    colour,
    title: 'Who held what',
    joinedMs: timeline.pointMs,
  });
  return asMarkup(svg);
}
