/** Lanes as JSON, written by hand: a page has thousands of spans, whose holders and times repeat. */

import type { Lane } from './timeline.ts';
import type { NamedHolder } from './timeline-holders.ts';

export function lanesJson(lanes: readonly Lane[], holders: ReadonlyMap<number, NamedHolder>): string {
  const parts = new Map<number, string>();
  for (const [id, { identity, node }] of holders) {
    parts.set(id, `,"holder":${quoted(identity)}${node === null ? '' : `,"node":${quoted(node)}`}`);
  }
  return lanes
    .map(({ lease, spans, handovers, atLeast }) => {
      const { namespace, name, class: leaseClass } = lease;
      const head = JSON.stringify({ namespace, name, class: leaseClass, handovers, atLeast });
      let text = '';
      let end = -1;
      let endText = '';
      for (const { type, from, to, holder, count, cause } of spans) {
        // Most spans begin where the one before ends.
        const fromText = from === end ? endText : whole(from);
        end = to;
        endText = whole(to);
        let span = `${text === '' ? '' : ','}{"type":"${type}","from":${fromText},"to":${endText}`;
        if (holder !== null) span += parts.get(holder) ?? '';
        if (type === 'dense') span += `,"count":${count}}`;
        else span += cause === null ? '}' : `,"cause":"${cause}"}`;
        text += span;
      }
      return `${head.slice(0, -1)},"spans":[${text}]}`;
    })
    .join(',');
}

const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

const MILLION = 1_000_000;

/** Numbers beyond 31 bits are slow to print, their halves are not. */
function whole(value: number): string {
  const high = Math.floor(value / MILLION);
  return high < 1 ? `${value}` : `${high}${String(value - high * MILLION + MILLION).slice(1)}`;
}
