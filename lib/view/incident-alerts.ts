/** What was wrong, by its root: what it means, the numbers it was judged by, and what to look at. */
import type { Severity } from '../detect/finding.ts';
import type { AlertView } from './alert.ts';
import { evidenceFacts } from './alert-evidence.ts';
import { compareAlerts } from './alert-groups.ts';
import { RULE_WORDS } from './alert-rules.ts';
import { endedAt } from './alert-times.ts';
import { certaintyWords } from './alert-words.ts';
import { countOf, formatDurationInWords, shortenMiddle } from './format.ts';
import type { Incident } from './incident.ts';
import { rootsOf, utc } from './incident-words.ts';
import { asMarkup, html, type Markup } from './markup.ts';

/** No text of an alert makes a page of its own. */
const LONGEST = 2000;
/** The same trouble of hundreds of Leases is told by the first of them. */
const MOST_UNDER = 30;

export function alertsSection({ alerts, alertsFrom, from }: Incident): Markup {
  const roots = rootsOf(alerts.items).sort(compareAlerts);
  const under = consequencesByRoot(alerts.items);
  const known =
    alertsFrom !== null && alertsFrom > from
      ? html`<p class="cut">Alerts that were over by ${utc(alertsFrom)} are not kept: what ended earlier is not told here.</p>`
      : null;
  const cut =
    alerts.left === null || alerts.left > 0
      ? html`<p class="cut">${alerts.left ?? 'More'} ${alerts.left === 1 ? 'alert is' : 'alerts are'} left out, the least urgent.</p>`
      : null;
  return html`<section><h2>What was wrong</h2>${known}${cut}${
    roots.length === 0
      ? html`<p>As far as is known, nothing was wrong in this range.</p>`
      : roots.map((root) => alertCard(root, under.get(root.id) ?? []))
  }</section>`;
}

function alertCard(root: AlertView, under: readonly AlertView[]): Markup {
  const { name, means, causes } = RULE_WORDS[root.rule];
  return html`<article class="card ${root.severity}">
<div class="head">${severityGlyph(root.severity)}<h3>${text(root.title)}</h3></div>
<p class="when"><span class="${root.severity}-word">${root.severity}</span>, ${certaintyWords(root)}; ${lifeWords(root)}${
    root.silencedBy === null ? null : '; silenced'
  }</p>
<p>${text(root.summary)}</p>
${evidence(root)}
<h4>${name}</h4>
<p class="quiet">${means} Usual causes: ${causes.charAt(0).toLowerCase()}${causes.slice(1)}</p>
${nextSteps(root)}
${under.length === 0 ? null : consequences(under)}
</article>`;
}

/** Worst first, by the id of the topmost alert above them that is known here. */
function consequencesByRoot(alerts: readonly AlertView[]): ReadonlyMap<string, AlertView[]> {
  const byId = new Map(alerts.map((one) => [one.id, one]));
  const topOf = (alert: AlertView): AlertView => {
    const passed = new Set<string>();
    let top = alert;
    while (top.rootId !== null && !passed.has(top.id)) {
      passed.add(top.id);
      const above = byId.get(top.rootId);
      if (above === undefined) break;
      top = above;
    }
    return top;
  };
  const below = [...alerts].sort(compareAlerts).filter((one) => topOf(one) !== one);
  return Map.groupBy(below, (one) => topOf(one).id);
}

/** "since 2026-03-05 03:12:55, still firing", "2026-03-05 03:12:55 → 03:14:07, for 1 min 12 s". */
export function lifeWords(alert: AlertView): string {
  const { since, until, state } = alert;
  if (until !== null) return `at ${utc(since)}`;
  const ended = endedAt(alert);
  if (ended === null) return `since ${utc(since)}, still ${state}`;
  const end = utc(ended);
  const shortEnd = end.slice(0, 10) === utc(since).slice(0, 10) ? end.slice(11) : end;
  return `${utc(since)} → ${shortEnd}, for ${formatDurationInWords(ended - since)}`;
}

function evidence({ evidence: values }: AlertView): Markup | null {
  // With the date: the file is read on another day.
  const facts = evidenceFacts(values, 0, 'utc');
  if (facts.length === 0) return null;
  return html`<h4>Evidence</h4><dl class="evidence">${facts.map(
    ({ label, value }) =>
      html`<div><dt>${shortenMiddle(label, LONGEST)}</dt><dd>${value.replace(/ UTC$/, '')}</dd></div>`,
  )}</dl>`;
}

function nextSteps({ next }: AlertView): Markup | null {
  if (next.length === 0) return null;
  return html`<h4>What to look at</h4><ul class="next">${next.map(
    (step) =>
      html`<li>${text(step.text)}${step.command === null ? null : html`<code>${text(step.command)}</code>`}</li>`,
  )}</ul>`;
}

function consequences(under: readonly AlertView[]): Markup {
  const shown = under.slice(0, MOST_UNDER);
  const more = under.length - shown.length;
  return html`<h4>What followed from it</h4><ul class="under">${shown.map(
    (one) => html`<li>${severityGlyph(one.severity)}${text(one.title)} <small>${lifeWords(one)}</small></li>`,
  )}${more > 0 ? html`<li class="quiet">and ${countOf(more, 'more', 'more')}</li>` : null}</ul>`;
}

function text(value: string): string {
  return shortenMiddle(value, LONGEST);
}

const GLYPHS: Record<Severity, string> = {
  critical:
    '<path d="M7 .8 13.6 13H.4z" fill="var(--expired)"/><path d="M7 5v4M7 10.4v1.2" stroke="var(--on-expired)" stroke-width="1.5"/>',
  warning:
    '<path d="M7 1.9 12.7 12.4H1.3z" fill="none" stroke="var(--late)" stroke-width="1.5"/><path d="M7 5.6v3.2M7 9.8v1.2" stroke="var(--late)" stroke-width="1.4"/>',
  info: '<circle cx="7" cy="7" r="5.6" fill="none" stroke="var(--info)" stroke-width="1.2"/><path d="M7 6.2v4M7 3.8v1.3" stroke="var(--info)" stroke-width="1.4"/>',
};

/** Always beside its word. */
export function severityGlyph(severity: Severity): Markup {
  return asMarkup(`<svg class="glyph" viewBox="0 0 14 14" aria-hidden="true">${GLYPHS[severity]}</svg>`);
}
