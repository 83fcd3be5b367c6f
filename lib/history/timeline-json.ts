/** Lanes as JSON, written by hand: a page has thousands of spans, whose holders and times repeat. */
import type { JsonBytes } from './json-bytes.ts';
import type { DrawnSpan } from './lanes-draw.ts';
import type { Lane } from './timeline.ts';
import type { HolderJson } from './timeline-holders.ts';

const BEGUN: Record<DrawnSpan['type'], string> = {
  tenure: '{"type":"tenure","from":',
  vacancy: '{"type":"vacancy","from":',
  expired: '{"type":"expired","from":',
  dense: '{"type":"dense","from":',
};

/** The items of a `TimelineAnswer`, with commas between them. */
export function writeLanes(lanes: readonly Lane[], holders: HolderJson, json: JsonBytes): void {
  let comma = '';
  for (const { lease, spans, handovers, atLeast } of lanes) {
    const { namespace, name, class: leaseClass } = lease;
    const head = JSON.stringify({ namespace, name, class: leaseClass, handovers, atLeast });
    json.text(`${comma}${head.slice(0, -1)},"spans":[${spansText(spans, holders)}]}`);
    comma = ',';
  }
}

function spansText(spans: readonly DrawnSpan[], holders: HolderJson): string {
  let text = '';
  let last = Number.NaN;
  let lastText = '';
  for (const { type, from, to, holder, count, cause } of spans) {
    // One begins where another ended: a time of thirteen digits takes longer to tell than to compare.
    const fromText = from === last ? lastText : String(from);
    last = to;
    lastText = String(to);
    text += `${text === '' ? '' : ','}${BEGUN[type]}${fromText},"to":${lastText}`;
    const held = holder === null ? undefined : holders.get(holder);
    if (held !== undefined) text += `,"holder":${held}`;
    if (type === 'dense') text += `,"count":${count}}`;
    else text += cause === null ? '}' : `,"cause":"${cause}"}`;
  }
  return text;
}
