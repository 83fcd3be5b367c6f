/** Lanes as JSON, written by hand: a page has thousands of spans, whose holders and times repeat. */
import type { JsonBytes } from './json-bytes.ts';
import type { DrawnSpan } from './lanes-draw.ts';
import type { Lane } from './timeline.ts';
import type { HolderJson } from './timeline-holders.ts';

/** One text is sooner written than the pieces of it. */
const BEGUN: Record<DrawnSpan['type'], string> = {
  tenure: '{"type":"tenure","from":',
  vacancy: '{"type":"vacancy","from":',
  expired: '{"type":"expired","from":',
  dense: '{"type":"dense","from":',
};

/** The items of a `TimelineAnswer`, with commas between them. */
export function writeLanes(lanes: readonly Lane[], holders: HolderJson, json: JsonBytes): void {
  for (const [index, { lease, spans, handovers, atLeast }] of lanes.entries()) {
    const { namespace, name, class: leaseClass } = lease;
    const head = JSON.stringify({ namespace, name, class: leaseClass, handovers, atLeast });
    json.text(`${index === 0 ? '' : ','}${head.slice(0, -1)},"spans":[`);
    let between = '';
    for (const { type, from, to, holder, count, cause } of spans) {
      json.text(between);
      json.text(BEGUN[type]);
      json.whole(from);
      json.text(',"to":');
      json.whole(to);
      const held = holder === null ? undefined : holders.get(holder);
      if (held !== undefined) {
        json.text(',"holder":');
        json.text(held);
      }
      if (type === 'dense') {
        json.text(',"count":');
        json.whole(count);
      } else if (cause !== null) {
        json.text(',"cause":"');
        json.text(cause);
        json.text('"');
      }
      between = '},';
    }
    json.text(spans.length === 0 ? ']}' : '}]}');
  }
}
