/**
 * What an identity may see: who may list Leases everywhere sees all, anybody else the namespaces in which they may.
 * Each namespace that has Leases is a question of its own. A right that is there is asked for again each time, for it may
 * have gone; one that is not, the less often the more there are, for nobody is harmed by waiting: so that somebody with two namespaces of
 * five hundred costs three questions and not five hundred.
 */
import type { KubeFailure } from '../../kube/failure.ts';
import type { Identity, Reviews } from '../../kube/reviews.ts';
import type { Sight } from '../sight.ts';
import { RECHECK_MS } from '../stream/stream-rechecks.ts';
import type { Lanes } from './auth-lanes.ts';

export type Rights = {
  sight: Sight;
  /** Namespaces that were refused, by when, ms. Empty where all may be seen. */
  refused: ReadonlyMap<string, number>;
};

/**
 * A right that was granted since is noticed so late at the latest; sooner where few were refused: so many a second are
 * asked for. The least is some seconds less than two rechecks of a stream, for an answer takes its time.
 */
export const REFUSED_STANDS = { leastMs: 2 * RECHECK_MS - 5_000, mostMs: 5 * 60_000, eachMs: 3000 };
/** More namespaces than this are not asked for at a time: the others come next, and are not seen until then. */
export const MOST_ASKED = 1000;

export type RightsOptions = {
  access: Reviews['access'];
  /** Those that have Leases, or that are watched. */
  namespaces: () => Iterable<string>;
  lanes: Lanes;
  now: () => number;
};

/** Rejects with the API server's `KubeFailure`: then nothing is known, and nothing may be shown. */
export async function askRights(
  identity: Identity,
  before: Rights | null,
  { access, namespaces, lanes, now }: RightsOptions,
): Promise<Rights> {
  let failure: KubeFailure | null = null;
  const may = (namespace: string | null): Promise<boolean> =>
    lanes(identity.user, async () => {
      // One that failed is enough: what stands in line behind it is not asked any more.
      if (failure !== null) throw failure;
      const answer = await access(identity, { type: 'leases', namespace });
      if (answer.type === 'access') return answer.allowed;
      failure = answer.failure;
      throw failure;
    });
  if (await may(null)) return { sight: null, refused: new Map() };
  const refused = new Map<string, number>();
  const due: string[] = [];
  const { leastMs, mostMs, eachMs } = REFUSED_STANDS;
  const standsMs = Math.min(mostMs, Math.max(leastMs, eachMs * (before?.refused.size ?? 0)));
  for (const namespace of namespaces()) {
    const refusedAt = before?.refused.get(namespace);
    if (refusedAt !== undefined && now() - refusedAt < standsMs) refused.set(namespace, refusedAt);
    else due.push(namespace);
  }
  // What was seen before comes first: of too many it is not the one that waits.
  const seen = before?.sight ?? null;
  due.sort((a, b) => Number(seen?.has(b) ?? false) - Number(seen?.has(a) ?? false));
  const asked = due.slice(0, MOST_ASKED);
  const answers = await Promise.all(asked.map(may));
  const at = now();
  const allowed = asked.filter((namespace, index) => {
    if (answers[index] !== true) refused.set(namespace, at);
    return answers[index] === true;
  });
  return { sight: new Set(allowed), refused };
}
