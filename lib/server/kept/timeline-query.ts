/** `GET /api/v1/timeline` and its overview: a lane a Lease over any range (`docs/api.md`). */
import { z } from 'zod';
import type { TimelineFilter, TimelineQuestion } from '../../history/history.ts';
import { PAGING, readCursor } from '../api/paging.ts';
import type { Query, QuerySpec } from '../api/query.ts';
import { TIME_RANGE } from '../api/time-range.ts';
import { LEASE_FILTER } from '../leases/lease-filter.ts';

const MOST_POINTS = 4000;
export const LANES_A_PAGE = 200;

const FILTER = {
  ...LEASE_FILTER,
  moved: {
    schema: z.enum(['1', '0', 'true', 'false']),
    expected: 'a switch; give 1 or 0',
    description: '1: only Leases that changed hands in the range.',
  },
} as const satisfies QuerySpec;

export const TIMELINE_QUERY = {
  ...FILTER,
  ...TIME_RANGE,
  points: {
    schema: z.coerce.number().int().min(10).max(MOST_POINTS),
    expected: `a whole number from 10 to ${MOST_POINTS}`,
    description: 'What is shorter than this part of the range is merged; 1,000 without it.',
  },
  ...PAGING,
} as const satisfies QuerySpec;

export const OVERVIEW_QUERY = {
  ...FILTER,
  ...TIME_RANGE,
  slots: {
    schema: z.coerce.number().int().min(1).max(1000),
    expected: 'a whole number from 1 to 1000',
    description: 'How many equal parts of the range are counted; 240 without it.',
  },
} as const satisfies QuerySpec;

export function timelineFilter(query: Query<typeof FILTER>): TimelineFilter {
  return {
    namespaces: query.namespace,
    names: query.name,
    classes: query.class,
    q: query.q ?? null,
    moved: query.moved === '1' || query.moved === 'true',
  };
}

/** The lane that a page begins after. */
export function afterLane(cursor: string | undefined): TimelineQuestion['after'] {
  if (cursor === undefined) return null;
  const [, leaseClass, name, namespace] = readCursor(cursor, 'timeline');
  return { class: String(leaseClass), name: String(name), namespace: String(namespace) };
}
