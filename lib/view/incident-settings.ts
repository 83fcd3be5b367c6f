/** What was watched, and by what it was judged: as much of a record as what happened. */
import { RULE_WORDS } from './alert-rules.ts';
import { formatDurationInWords, formatLimit } from './format.ts';
import type { Incident, IncidentRule } from './incident.ts';
import { knownFrom, scopeWords, utc, viewWords } from './incident-words.ts';
import { html, type Markup } from './markup.ts';
import { limitWords } from './rule-words.ts';

export function watchedSection(incident: Incident): Markup {
  const { blindSpots, history, from, to, tenure, cluster, permissions } = incident;
  const denied = Object.entries(permissions).flatMap(([name, right]) => (right === 'denied' ? [name] : []));
  const lines: string[] = [
    `This file tells of ${scopeWords(incident.scope)}. ${
      cluster.namespaces.length === 0
        ? 'Tenure watches the whole cluster.'
        : `Tenure watches only these namespaces: ${cluster.namespaces.join(', ')}.`
    }`,
    `When this was made its watch was ${tenure.feed} since ${utc(tenure.feedSince)}.`,
    ...(history.problem === null
      ? []
      : [`Nothing here is from the history: it is what Tenure knows since it began. ${history.problem}`]),
    ...(knownFrom(incident) > from
      ? [`Nothing is known of the time before ${utc(knownFrom(incident))}.`]
      : []),
    ...(denied.length === 0
      ? []
      : [`Tenure may not read ${denied.join(', ')}: what they would tell is missing.`]),
  ];
  return html`<section><h2>What was watched</h2>${lines.map((line) => html`<p>${line}</p>`)}${knownFrom(incident) >= to ? null : blindList(blindSpots, Math.max(from, knownFrom(incident)), to)}</section>`;
}

function blindList({ items, left }: Incident['blindSpots'], from: number, to: number): Markup {
  if (items.length === 0) return html`<p>From ${utc(from)} on all of it was watched.</p>`;
  const more =
    left === null || left > 0 ? html`<li>and ${left === null ? 'more' : `${left} more`}</li>` : null;
  return html`<p>Not watched; what changed then was seen only by what it left behind:</p><ul>${items.map(
    (one) =>
      html`<li>${utc(Math.max(from, one.from))} → ${utc(Math.min(to, one.to))}, ${formatDurationInWords(
        Math.min(to, one.to) - Math.max(from, one.from),
      )}${one.scope === null ? null : `, namespace ${one.scope}`}</li>`,
  )}${more}</ul>`;
}

export function settingsSection({ rules, tenure }: Incident): Markup {
  return html`<section><h2>How it was judged</h2>
<p>By Tenure ${tenure.version} with these settings, as they were when this was made. Each rule is explained in the documentation under findings.</p>
<div class="wide settings" tabindex="0" role="region" aria-label="Settings"><table><thead><tr><th>Rule</th><th>Fires after</th><th>Over after</th><th>Limits</th></tr></thead><tbody>${rules.map(ruleRow)}</tbody></table></div></section>`;
}

function ruleRow({ rule, enabled, atMost, holdMs, clearMs, limits }: IncidentRule): Markup {
  const off = enabled ? null : html`<br><small>switched off</small>`;
  const most = atMost === null ? null : html`<br><small>${atMost} at most</small>`;
  return html`<tr><td>${RULE_WORDS[rule].name}<br><small class="mono">${rule}</small>${off}${most}</td><td class="time">${holdMs === 0 ? 'at once' : formatLimit(holdMs)}</td><td class="time">${formatLimit(clearMs)}</td><td class="long">${
    limits.length === 0
      ? 'none'
      : limits.map(
          (limit, index) =>
            html`${index === 0 ? null : html`<br>`}<strong>${limitWords(limit.value, limit.unit)}</strong> <small>${limit.says}${
              limit.value === limit.default ? null : `; by default ${limitWords(limit.default, limit.unit)}`
            }</small>`,
        )
  }</td></tr>
`;
}

/** The first lines: of which cluster, made when and by what. */
export function headFacts({ cluster, tenure, asOf, from, to, view }: Incident): [string, string][] {
  const name = cluster.name ?? 'no cluster';
  const facts: [string, string | null][] = [
    ['Cluster', `${name}${tenure.demo ? ', a demonstration' : ''}`],
    ['Kubernetes', cluster.kubernetesVersion],
    ['Uid of kube-system', cluster.id],
    ['Range', formatDurationInWords(to - from)],
    ['View', viewWords(view)],
    ['Made', `${utc(asOf)} UTC by Tenure ${tenure.version}`],
  ];
  return facts.flatMap(([term, value]): [string, string][] => (value === null ? [] : [[term, value]]));
}
