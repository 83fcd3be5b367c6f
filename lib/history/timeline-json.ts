/** Lanes as JSON, written by hand: a page has thousands of spans, whose holders and times repeat. */
import type { JsonBytes } from './json-bytes.ts';
import type { DrawnSpan, Spans } from './lanes-spans.ts';
import type { Lane } from './timeline.ts';
import type { HolderJson } from './timeline-holders.ts';

const BEGUN: Record<DrawnSpan['type'], string> = {
  tenure: '{"type":"tenure","from":',
  vacancy: '{"type":"vacancy","from":',
  expired: '{"type":"expired","from":',
  dense: '{"type":"dense","from":',
};

/** The items of a `TimelineAnswer`, with commas between them. */
export function writeLanes(lanes: readonly Lane[], spans: Spans, holders: HolderJson, json: JsonBytes): void {
  let comma = '';
  for (const lane of lanes) {
    const { lease, handovers, atLeast } = lane;
    const { namespace, name, class: leaseClass } = lease;
    const head = JSON.stringify({ namespace, name, class: leaseClass, handovers, atLeast });
    json.text(`${comma}${head.slice(0, -1)},"spans":[${spansText(lane, spans, holders)}]}`);
    comma = ',';
  }
}

function spansText(
  { begin, end }: Lane,
  { type, from, to, holder, count, cause }: Spans,
  holders: HolderJson,
) {
  let text = '';
  let lastText = '';
  for (let index = begin; index < end; index++) {
    // One begins where another ended: a time of thirteen digits takes longer to tell than to compare.
    const fromText = index > begin && from[index] === to[index - 1] ? lastText : String(from[index]);
    lastText = String(to[index]);
    text += `${index === begin ? '' : ','}${BEGUN[type[index] ?? 'vacancy']}${fromText},"to":${lastText}`;
    const held = holders.get(holder[index] ?? Number.NaN);
    if (held !== undefined) text += `,"holder":${held}`;
    if (type[index] === 'dense') text += `,"count":${count[index]}}`;
    else text += cause[index] === null ? '}' : `,"cause":"${cause[index]}"}`;
  }
  return text;
}
