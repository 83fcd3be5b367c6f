/**
 * An incident as one file that stands alone: no script, nothing loaded from anywhere, every text escaped. It is read
 * by people who do not have Tenure before them, on another day; so its times are UTC and have their dates.
 */

import { shortenMiddle } from './format.ts';
import type { Incident } from './incident.ts';
import { alertsSection } from './incident-alerts.ts';
import { handoversSection } from './incident-handovers.ts';
import { leasesSection } from './incident-leases.ts';
import { headFacts, settingsSection, watchedSection } from './incident-settings.ts';
import { STYLE } from './incident-style.ts';
import { timelineSection } from './incident-timeline.ts';
import { incidentSentences, NAME_LENGTH, rangeInWords, worstSeverity } from './incident-words.ts';
import { asMarkup, html } from './markup.ts';

/** Belt and braces: were anything to get in unescaped, it could neither run nor call anybody. */
export const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function incidentHtml(incident: Incident): string {
  const name = shortenMiddle(incident.cluster.name ?? 'an unnamed cluster', NAME_LENGTH);
  const range = rangeInWords(incident);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>Incident ${range}, ${name}</title>
<style>${asMarkup(STYLE)}</style>
</head>
<body>
<header>
<h1>Incident in ${name}</h1>
<p class="range">${range}</p>
<div class="short ${worstSeverity(incident)}">${incidentSentences(incident).map((sentence) => html`<p>${sentence}</p>`)}</div>
<dl class="facts">${headFacts(incident).map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>
</header>
<main>
${alertsSection(incident)}
${timelineSection(incident)}
${handoversSection(incident)}
${leasesSection(incident)}
${watchedSection(incident)}
${settingsSection(incident)}
</main>
<footer><p>All times are UTC. A Lease shows who holds the lock, and never who acts. This file holds all that it shows and loads nothing; the same data as JSON: <code>format=json</code>.</p></footer>
</body>
</html>
`;
  return page.markup;
}
