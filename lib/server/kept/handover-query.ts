/** `GET /api/v1/handovers`: which handovers, newest first (`docs/api.md`). */
import { z } from 'zod';
import { HANDOVER_CAUSES, type Handover } from '../../lease/handover.ts';
import type { LeaseClass } from '../../lease/record.ts';
import { type Entry, PAGING } from '../api/paging.ts';
import type { Query, QuerySpec } from '../api/query.ts';
import { TIME_RANGE } from '../api/time-range.ts';
import { LEASE_FILTER } from '../leases/lease-filter.ts';

export const HANDOVER_FORMATS = ['json', 'csv', 'ndjson'] as const;

export const HANDOVER_QUERY = {
  ...LEASE_FILTER,
  cause: {
    schema: z.enum(HANDOVER_CAUSES),
    expected: `a cause; give one of ${HANDOVER_CAUSES.join(', ')}`,
    description: 'Only these causes.',
    many: true,
  },
  holder: {
    schema: z.string(),
    expected: 'a holder',
    description: 'Only from or to these holders.',
    many: true,
  },
  ...TIME_RANGE,
  format: {
    schema: z.enum(HANDOVER_FORMATS),
    expected: `a format; give one of ${HANDOVER_FORMATS.join(', ')}`,
    description:
      'csv or ndjson: all that match, as a file, without paging; at its end what was not watched of the range, and not kept.',
  },
  ...PAGING,
} as const satisfies QuerySpec;

/** The group of those in memory: a cursor says by it where its page came from. */
export const REMEMBERED = 1;

export type HandoverQuery = Query<typeof HANDOVER_QUERY>;

/** Those that match, as entries to be paged; `range` in epoch ms, both ends included. */
export function selectHandovers(
  handovers: Iterable<Handover>,
  query: Pick<HandoverQuery, 'namespace' | 'name' | 'class' | 'q' | 'cause' | 'holder'>,
  range: { from: number; to: number },
  classOf: (handover: Handover) => LeaseClass | undefined,
): Entry<Handover>[] {
  const entries: Entry<Handover>[] = [];
  for (const handover of handovers) {
    if (handover.at < range.from || handover.at > range.to) continue;
    if (query.namespace.length > 0 && !query.namespace.includes(handover.namespace)) continue;
    if (query.name.length > 0 && !query.name.includes(handover.name)) continue;
    if (query.class.length > 0 && !query.class.some((one) => one === classOf(handover))) continue;
    if (query.q !== undefined && !isNamed(handover, query.q)) continue;
    if (query.cause.length > 0 && !query.cause.includes(handover.cause)) continue;
    if (query.holder.length > 0 && !query.holder.some((holder) => involves(handover, holder))) continue;
    entries.push({ key: [REMEMBERED, -handover.at, handover.id], item: handover });
  }
  return entries;
}

function isNamed({ namespace, name }: Handover, part: string): boolean {
  const word = part.toLowerCase();
  return name.toLowerCase().includes(word) || namespace.toLowerCase().includes(word);
}

function involves(handover: Handover, holder: string): boolean {
  return handover.from === holder || handover.to === holder;
}
