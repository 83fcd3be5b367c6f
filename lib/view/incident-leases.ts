/** The Leases concerned, one by one: how long somebody led, how they were renewed, what is known of the clocks. */
import { CLASS_WORDS } from './class-words.ts';
import { shortenMiddle } from './format.ts';
import type { Incident, IncidentLease } from './incident.ts';
import { leaseChart } from './incident-gap-chart.ts';
import { leftOut, NAME_LENGTH } from './incident-words.ts';
import { insightLines } from './insight-words.ts';
import { asMarkup, html, type Markup } from './markup.ts';

export function leasesSection(incident: Incident): Markup | null {
  const { items, left } = incident.leases;
  if (items.length === 0) return null;
  const cut =
    left === 0
      ? null
      : html`<p class="cut">These are the ${items.length} with the worst alerts or the most handovers; ${leftOut(left)}.</p>`;
  return html`<section><h2>The Leases concerned</h2>${cut}${items.map((lease) => leaseCard(lease, incident))}</section>`;
}

function leaseCard(lease: IncidentLease, { from, to, blindSpots }: Incident): Markup {
  const lines =
    lease.insight === null
      ? []
      : insightLines(lease.insight).map(({ term, sentences }) => ({
          term,
          words: sentences.map((part) => (typeof part === 'string' ? part : part.text)).join(''),
        }));
  const chart = leaseChart(lease, { from, to }, blindSpots.items);
  return html`<article class="card lease">
<h3 class="mono">${shortenMiddle(lease.name, NAME_LENGTH)}</h3>
<p class="when">namespace ${shortenMiddle(lease.namespace, NAME_LENGTH)}${lease.class === null ? null : `, ${CLASS_WORDS[lease.class]}`}</p>
${lines.length === 0 ? null : html`<dl class="lines">${lines.map(({ term, words }) => html`<dt>${term}</dt><dd>${words}</dd>`)}</dl>`}
${chart === null ? html`<p class="quiet">No renewal of this range is kept.</p>` : html`<div class="chart" tabindex="0" role="region" aria-label="Renewals">${asMarkup(chart)}</div>`}
</article>`;
}
