/** Which Leases an incident tells one by one, and what is known of how they were renewed. */
import { SEVERITIES } from '../../detect/finding.ts';
import type { Handover } from '../../lease/handover.ts';
import { leaseKey } from '../../lease/record.ts';
import type { AlertView } from '../../view/alert.ts';
import { type IncidentLease, MOST_LEASES, type Some } from '../../view/incident.ts';
import { ApiError } from '../api/api-error.ts';
import { renewalsOf } from '../kept/renewal-query.ts';
import { leaseInsight } from '../kept/timeline.ts';
import type { Seen } from '../seen/seen-runtime.ts';

export type LeaseName = { namespace: string; name: string };

const POINTS = 240;

/** The worst alerts first, then the most handovers, then by name; each once. */
export function concernedNames(
  alerts: readonly AlertView[],
  handovers: readonly Pick<Handover, 'namespace' | 'name'>[],
): LeaseName[] {
  const found = new Map<string, LeaseName & { rank: number; handovers: number }>();
  const add = (namespace: string, name: string) => {
    const key = leaseKey({ namespace, name });
    const one = found.get(key) ?? { namespace, name, rank: SEVERITIES.length, handovers: 0 };
    found.set(key, one);
    return one;
  };
  for (const { subject, severity } of alerts) {
    if (subject.namespace === null || subject.name === null) continue;
    const one = add(subject.namespace, subject.name);
    one.rank = Math.min(one.rank, SEVERITIES.indexOf(severity));
  }
  for (const { namespace, name } of handovers) add(namespace, name).handovers += 1;
  return [...found.entries()]
    .sort(
      ([a, one], [b, other]) => one.rank - other.rank || other.handovers - one.handovers || (a < b ? -1 : 1),
    )
    .map(([, { namespace, name }]) => ({ namespace, name }));
}

type Asked = Pick<Seen, 'turns'> & Parameters<typeof renewalsOf>[0] & Parameters<typeof leaseInsight>[0];

/** `names`: only those that elect. `isKept`: the history tells of them. */
export async function concernedLeases(
  runtime: Asked,
  names: readonly LeaseName[],
  range: { from: number; to: number },
  isKept: boolean,
): Promise<Some<IncidentLease>> {
  const items: IncidentLease[] = [];
  const time = {
    from: { type: 'at' as const, at: range.from },
    to: { type: 'at' as const, at: range.to },
  };
  for (const { namespace, name } of names.slice(0, MOST_LEASES)) {
    await runtime.turns.take();
    const lease = runtime.lease(namespace, name);
    const insight = isKept ? await leaseInsight(runtime, { namespace, name }, time) : null;
    items.push({
      namespace,
      name,
      class: lease?.class ?? null,
      durationMs: insight?.durations.at(-1)?.durationMs ?? lease?.durationMs ?? null,
      usualGapMs: insight?.usualGapMs ?? lease?.usualGapMs ?? null,
      ...(await renewals(runtime, { namespace, name, ...time, points: POINTS })),
      insight,
    });
  }
  return { items, left: names.length - items.length };
}

/** Of a Lease that is gone, and of which nothing is kept, there are none. */
async function renewals(
  runtime: Asked,
  query: Parameters<typeof renewalsOf>[1],
): Promise<Pick<IncidentLease, 'renewals' | 'unwritten'>> {
  try {
    const { buckets, unwritten } = await renewalsOf(runtime, query);
    return { renewals: buckets, unwritten };
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found') return { renewals: [], unwritten: [] };
    throw error;
  }
}
