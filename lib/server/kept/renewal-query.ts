/** `GET /api/v1/renewals`: one Lease's renewals over any range, summed up by stretches. */
import { z } from 'zod';
import type { RenewalBucket, RenewalsAnswer } from '../../view/renewals.ts';
import { invalidParameter } from '../api/api-error.ts';
import type { Query, QuerySpec } from '../api/query.ts';
import { TIME_RANGE, timeRange } from '../api/time-range.ts';
import { unknownLease } from '../http/not-found.ts';
import type { Seen } from '../seen/seen-runtime.ts';
import { askHistory, watchedNow } from './ask-history.ts';
import { mergeBuckets } from './renewal-memory.ts';
import { MINUTE_MS } from './renewal-minutes.ts';
import { BUCKET_MS } from './renewal-series.ts';

const MOST_POINTS = 1000;

export const RENEWAL_QUERY = {
  namespace: { schema: z.string(), expected: 'a namespace', description: 'Required.' },
  name: { schema: z.string(), expected: 'a name', description: 'Required.' },
  ...TIME_RANGE,
  points: {
    schema: z.coerce.number().int().min(1).max(MOST_POINTS),
    expected: `a whole number from 1 to ${MOST_POINTS}`,
    description: `Stretches at most, ${MOST_POINTS} without it. Of the last hour they are of 20 s, else of a minute or more.`,
  },
} as const satisfies QuerySpec;

export async function renewalsOf(
  runtime: Pick<Seen, 'now' | 'lease' | 'renewals' | 'latencyAllowanceMs' | 'history' | 'watching'>,
  query: Query<typeof RENEWAL_QUERY>,
): Promise<RenewalsAnswer> {
  const { namespace, name } = query;
  if (namespace === undefined)
    throw invalidParameter('namespace', 'namespace: give the namespace of the Lease.');
  if (name === undefined) throw invalidParameter('name', 'name: give the name of the Lease.');
  const asOf = runtime.now();
  const { from, to } = timeRange(query, asOf);
  const lease = runtime.lease(namespace, name);
  const points = query.points ?? MOST_POINTS;
  const asked = { namespace, name };
  const remembered = runtime.renewals.buckets(
    asked,
    { from, to, points: MOST_POINTS },
    lease === undefined ? 0 : runtime.latencyAllowanceMs(lease),
  );
  const rememberedFrom = remembered[0]?.from ?? to;
  if (rememberedFrom - from < BUCKET_MS || runtime.history.status().state !== 'ready') {
    if (lease === undefined && remembered.length === 0) throw unknownLease(namespace, name);
    return { asOf, buckets: mergeBuckets(remembered, points), unwritten: [] };
  }
  // What is kept of the minute under way, and of the one that is being summed up, is of late renewals alone, or of the run before.
  const summedTo = (Math.floor(asOf / MINUTE_MS) - 1) * MINUTE_MS;
  const keptTo = Math.max(summedTo, Math.ceil(rememberedFrom / MINUTE_MS) * MINUTE_MS);
  const [kept, unwritten] = await askHistory(runtime, (reads) =>
    Promise.all([
      reads.renewals(asked, { from, to: Math.min(to, keptTo - 1), points }),
      reads.unwritten(namespace, { from, to, watching: watchedNow(runtime) }),
    ]),
  );
  if (lease === undefined && kept.length + remembered.length === 0) throw unknownLease(namespace, name);
  // Where this run began in the minute under way, what is kept of that is of the run before; else both tell of the same.
  const newerFrom = keptTo > asOf ? summedTo : keptTo;
  const newer = remembered.filter((bucket) => bucket.from >= newerFrom);
  return { asOf, buckets: mergeBuckets(followedBy(kept, newer), points), unwritten };
}

/** A long stretch may end after the newer ones begin: it is what both say. */
function followedBy(kept: readonly RenewalBucket[], newer: readonly RenewalBucket[]): RenewalBucket[] {
  const last = kept.at(-1);
  if (last === undefined) return [...newer];
  const inLast = newer.filter(({ from }) => from < last.to);
  const [whole = last] = mergeBuckets([last, ...inLast], 1);
  return [...kept.slice(0, -1), { ...whole, to: last.to }, ...newer.slice(inLast.length)];
}
