/** `GET /api/v1/timeline`: a page of lanes, shaped here because they are many. Epoch ms. */
import type { Kysely } from 'kysely';
import { blindOf, blindStretches, namespacesOf, readWatching, type Watching } from './blind-spots.ts';
import type { TimelineQuestion } from './history.ts';
import { type DrawnSpan, drawLane } from './lanes-draw.ts';
import { type LaneHandovers, readHandovers } from './lanes-read.ts';
import type { Database } from './schema.ts';
import { type NamedHolder, readHolders } from './timeline-holders.ts';
import { type LaneLease, readLanes } from './timeline-leases.ts';
import { slowStretches } from './timeline-slow.ts';

type Lane = { lease: LaneLease; spans: DrawnSpan[]; handovers: number; atLeast: boolean };

/**
 * `json`: a `TimelineAnswer` but for `asOf` and `nextCursor`, which are the caller's to put in front of it.
 * `after`: the last lane of this page where there is a further one.
 */
export async function timelineJson(
  db: Kysely<Database>,
  clusterId: number,
  question: TimelineQuestion,
): Promise<{ json: string; after: TimelineQuestion['after'] }> {
  const from = Math.floor(question.from);
  const to = Math.max(from, Math.floor(question.to));
  const past = { from, to: Math.max(from, Math.min(to, Math.floor(question.now))) };
  const pointMs = Math.max(1, Math.ceil((to - from) / Math.max(1, question.points)));
  const { leases, total, more } = await readLanes(db, clusterId, question, past);
  const watching = await readWatching(db, clusterId, past);
  const ids = leases.map(({ id }) => id);
  const handovers = await readHandovers(db, ids, past, pointMs);
  const lanes = leases.map((lease) => laneOf(lease, handovers.get(lease.id), past, pointMs, watching));
  const holders = await readHolders(db, holderIds(lanes));
  const blind = blindStretches(watching, await namespacesOf(db, clusterId, watching));
  const slow = await slowStretches(db, clusterId, past, pointMs);
  const last = leases.at(-1);
  const items = lanesJson(lanes, holders);
  return {
    json: `{"from":${from},"to":${to},"pointMs":${pointMs},"items":[${items}],"total":${total},"blindSpots":${JSON.stringify(blind)},"slow":${JSON.stringify(slow)}}`,
    after:
      more && last !== undefined ? { class: last.class, name: last.name, namespace: last.namespace } : null,
  };
}

function laneOf(
  lease: LaneLease,
  handovers: LaneHandovers | undefined,
  range: { from: number; to: number },
  pointMs: number,
  watching: Watching,
): Lane {
  const { entries = [], before = null, following = null } = handovers ?? {};
  const from = Math.max(range.from, lease.first_seen_at);
  const to = Math.max(from, Math.min(range.to, lease.gone_at ?? range.to));
  const holder = before === null ? lease.holder_id : before.holder;
  const spans = drawLane({ from, to, pointMs, holder, entries, following });
  // A counter that goes on tells of all that was missed, once it has been read again.
  const atLeast = blindOf(watching, lease.namespace).some(
    (blind) => blind.to > from && blind.from < to && (lease.transitions === null || blind.to > lease.seen_at),
  );
  return { lease, spans, handovers: entries.reduce((sum, { weight }) => sum + weight, 0), atLeast };
}

function holderIds(lanes: readonly Lane[]): Set<number> {
  const ids = new Set<number>();
  for (const { spans } of lanes) for (const { holder } of spans) if (holder !== null) ids.add(holder);
  return ids;
}

/** By hand, for a page has tens of thousands of spans; each holder's part is made once. */
function lanesJson(lanes: readonly Lane[], holders: ReadonlyMap<number, NamedHolder>): string {
  const parts = new Map<number, string>();
  for (const [id, { identity, node }] of holders) {
    const nodePart = node === null ? '' : `,"node":${JSON.stringify(node)}`;
    parts.set(id, `,"holder":${JSON.stringify(identity)}${nodePart}`);
  }
  return lanes
    .map(({ lease, spans, handovers, atLeast }) => {
      const { namespace, name, class: leaseClass } = lease;
      const head = JSON.stringify({ namespace, name, class: leaseClass, handovers, atLeast });
      let text = '';
      for (const { type, from, to, holder, count, cause } of spans) {
        text += `${text === '' ? '' : ','}{"type":"${type}","from":${from},"to":${to}`;
        if (holder !== null) text += parts.get(holder) ?? '';
        if (type === 'dense') text += `,"count":${count}`;
        if (cause !== null) text += `,"cause":"${cause}"`;
        text += '}';
      }
      return `${head.slice(0, -1)},"spans":[${text}]}`;
    })
    .join(',');
}
