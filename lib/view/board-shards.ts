/** Sharded sets: buckets of one component, each with a leader of its own (field guide §6), shown as one row. */
import type { LeaseRow } from './lease-row.ts';

export type ShardOf = { set: string; bucket: number; of: number; title: string };

const DOTTED = /^(.*)\.(\d+)-of-(\d+)$/;
const KNATIVE = /^(autoscaler-bucket)-(\d+)-of-(\d+)$/;

/** Null for a Lease that is no bucket. `set` names the whole set in the whole cluster. */
export function shardOf(row: Pick<LeaseRow, 'namespace' | 'name' | 'class'>): ShardOf | null {
  if (row.class !== 'sharded') return null;
  const match = KNATIVE.exec(row.name) ?? DOTTED.exec(row.name);
  const [, base, bucket, of] = match ?? [];
  if (base === undefined || bucket === undefined || of === undefined) return null;
  const separator = row.name.startsWith(`${base}-`) ? '-' : '.';
  const last = String(Math.max(0, Number(of) - 1)).padStart(bucket.length, '0');
  const range = Number(of) > 1 ? `${'0'.repeat(bucket.length)}…${last}` : bucket;
  return {
    set: `${row.namespace}/${base}${separator}${of}`,
    bucket: Number(bucket),
    of: Number(of),
    title: `${base}${separator}${range}-of-${of}`,
  };
}
