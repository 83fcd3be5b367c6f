/** `GET /api/v1/renewals`: one Lease's renewals of the last hour, summed up by stretches. */
import { z } from 'zod';
import type { RenewalsAnswer } from '../view/renewals.ts';
import { invalidParameter } from './api-error.ts';
import { unknownLease } from './not-found.ts';
import type { Query, QuerySpec } from './query.ts';
import { BUCKETS_KEPT } from './renewal-series.ts';
import type { Runtime } from './runtime.ts';
import { TIME_RANGE, timeRange } from './time-range.ts';

const MOST_POINTS = 1000;

export const RENEWAL_QUERY = {
  namespace: { schema: z.string(), expected: 'a namespace', description: 'Required.' },
  name: { schema: z.string(), expected: 'a name', description: 'Required.' },
  ...TIME_RANGE,
  points: {
    schema: z.coerce.number().int().min(1).max(MOST_POINTS),
    expected: `a whole number from 1 to ${MOST_POINTS}`,
    description: `Stretches at most; without it all there are, up to ${BUCKETS_KEPT} of 20 s.`,
  },
} as const satisfies QuerySpec;

export function renewalsOf(
  runtime: Pick<Runtime, 'now' | 'lease' | 'renewals' | 'latencyAllowanceMs'>,
  query: Query<typeof RENEWAL_QUERY>,
): RenewalsAnswer {
  const { namespace, name } = query;
  if (namespace === undefined)
    throw invalidParameter('namespace', 'namespace: give the namespace of the Lease.');
  if (name === undefined) throw invalidParameter('name', 'name: give the name of the Lease.');
  const asOf = runtime.now();
  const { from, to } = timeRange(query, asOf);
  const lease = runtime.lease(namespace, name);
  if (lease === undefined) throw unknownLease(namespace, name);
  const range = { from, to, points: query.points ?? MOST_POINTS };
  return {
    asOf,
    buckets: runtime.renewals.buckets({ namespace, name }, range, runtime.latencyAllowanceMs(lease)),
  };
}
