/** Handovers as a table, the newest first, each with how it ended, on what evidence and how sure that is. */
import type { Handover } from '../lease/handover.ts';
import { shortenMiddle } from './format.ts';
import { handoverWords } from './handover-words.ts';
import { handoverNames } from './holder-names.ts';
import type { Incident } from './incident.ts';
import { NAME_LENGTH, utc } from './incident-words.ts';
import { html, type Markup } from './markup.ts';

export function handoversSection(incident: Incident): Markup {
  const { items, left } = incident.handovers;
  if (items.length === 0)
    return html`<section><h2>Handovers</h2><p>As far as is known, no Lease changed hands in this range.</p></section>`;
  const cut =
    left === 0
      ? null
      : html`<p class="cut">These are the newest ${items.length}; there are older ones. A shorter range, or a single Lease, shows them all.</p>`;
  return html`<section class="handovers"><h2>Handovers</h2>${cut}<div class="wide" tabindex="0" role="region" aria-label="Handovers"><table>
<thead><tr><th>When</th><th>Lease</th><th>From → to</th><th>How it ended</th><th>Without a leader</th><th>Evidence, and how sure</th></tr></thead>
<tbody>${items.map((one) => handoverRow(one, incident))}</tbody></table></div></section>`;
}

function handoverRow(handover: Handover, { asOf, leases, tenure }: Incident): Markup {
  const lease = leases.items.find(
    ({ namespace, name }) => namespace === handover.namespace && name === handover.name,
  );
  const context = {
    zone: 'utc' as const,
    durationMs: lease?.durationMs ?? null,
    retryMs: lease?.usualGapMs ?? null,
    live: tenure.feed === 'live',
  };
  const { ended, sure, withoutLeader } = handoverWords(handover, { ...context, now: asOf });
  // With the date: the file is read on another day.
  const { evidence } = handoverWords(handover, { ...context, now: 0 });
  const [from, to] = holders(handover);
  return html`<tr><td class="time">${utc(handover.at)}</td><td class="name"><code>${named(handover.name)}</code><br><small>${named(handover.namespace)}</small></td><td class="holders"><code>${from}</code> →<br><code>${to}</code></td><td>${ended}</td><td class="time">${withoutLeader}</td><td class="long">${evidence.replaceAll(' UTC', '')}<br><small>${sure}</small></td></tr>
`;
}

function holders({ from, to }: Handover): [string, string] {
  const shown = handoverNames(from, to);
  const said = (identity: string | null) => (identity === null ? 'nobody' : named(shown(identity)));
  return [said(from), said(to)];
}

function named(name: string): string {
  return shortenMiddle(name, NAME_LENGTH);
}
