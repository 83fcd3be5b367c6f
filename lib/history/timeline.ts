/** `GET /api/v1/timeline`: a page of lanes, shaped here because they are many. Epoch ms. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Stretch } from '../lease/stretches.ts';
import {
  blindOf,
  blindStretches,
  drawnStretches,
  namespacesOf,
  readWatching,
  watchingOf,
} from './blind-spots.ts';
import type { TimelineQuestion } from './history.ts';
import { createJsonBytes } from './json-bytes.ts';
import { laneBegin } from './lanes-begin.ts';
import { drawLane, mergeBelowMs } from './lanes-draw.ts';
import { type Entries, joinEntries } from './lanes-entry.ts';
import { createEntryReader, type LaneHandovers, readHandovers } from './lanes-read.ts';
import { readExpired } from './lanes-silences.ts';
import { giveBack, type Spans, takeSpans } from './lanes-spans.ts';
import { readRemovedUntil } from './removed-until.ts';
import type { Database } from './schema.ts';
import { type createHolderReader, seenHolders } from './timeline-holders.ts';
import { writeLanes } from './timeline-json.ts';
import { type LaneLease, readLanes } from './timeline-leases.ts';
import { slowStretches } from './timeline-slow.ts';

/** Of one page, about: lanes that have more than their share are merged further, so that an answer stays small. */
const MOST_SPANS = 5000;
/** While some are drawn a database looks up who held the ones before: in a few questions, however many there are. */
const TURNS = 4;
const LEAST_LANES_A_TURN = 50;
/** In points, where a lane has room for so many. */
const LONGEST_DENSE = 10;
/**
 * After a crash the next holder comes within the duration and 4.4 retry periods, of which a duration has three at least
 * (field guide §2): what takes longer is an outage, and drawn as one.
 */
const OUTAGE_DURATIONS = 2.5;
const USUAL_DURATION_MS = 15_000;

/** Its spans are those from `begin` on and before `end` of its page's. */
export type Lane = { lease: LaneLease; begin: number; end: number; handovers: number; atLeast: boolean };

/**
 * `json`: a `TimelineAnswer` as UTF-8, but for `asOf` and `nextCursor`, which are the caller's to put in front of it.
 * `after`: the last lane of this page where there is a further one.
 */
export async function timelineJson(
  db: Kysely<Database>,
  clusterId: number,
  question: TimelineQuestion,
  readHolders: ReturnType<typeof createHolderReader>,
): Promise<{ json: Uint8Array<ArrayBuffer>; after: TimelineQuestion['after'] }> {
  const from = Math.floor(question.from);
  const to = Math.max(from, Math.floor(question.to));
  const keptFrom = await readRemovedUntil(db, clusterId);
  const until = Math.max(from, Math.min(to, Math.floor(question.now)));
  // Of what was before nothing is told, though some of it may not be removed yet.
  const past = { from: Math.min(until, Math.max(from, keptFrom)), to: until };
  const pointMs = Math.max(1, Math.ceil((to - from) / Math.max(1, question.points)));
  const { among = null } = question;
  const [{ leases, total, more }, watching, slow] = await Promise.all([
    readLanes(db, clusterId, question, past),
    readWatching(db, clusterId, past, question.watching).then((all) => watchingOf(all, among)),
    // They are counted over all Leases together.
    among === null ? slowStretches(db, clusterId, past, pointMs) : [],
  ]);
  const ids = leases.map(({ id }) => id);
  const most = Math.floor(MOST_SPANS / Math.max(1, leases.length));
  const [handovers, expired, namespaces] = await Promise.all([
    readHandovers(db, ids, past, pointMs, { mostSpans: most }),
    readExpired(db, leases, past, { leastMs: pointMs, present: question.silent ?? [] }),
    namespacesOf(db, clusterId, watching, among),
  ]);
  const entriesOf = createEntryReader();
  const spans = takeSpans();
  const blindIn = new Map<string, Stretch[]>();
  const draw = (lease: LaneLease): Lane => {
    const own = handovers.get(lease.id) ?? NOTHING;
    const blindHere = blindIn.get(lease.namespace) ?? blindOf(watching, lease.namespace);
    blindIn.set(lease.namespace, blindHere);
    return laneOf(
      lease,
      own,
      entriesOf(own),
      past,
      { pointMs, most },
      {
        blindSpots: blindHere,
        expired: expired.get(lease.id) ?? [],
      },
      spans,
    );
  };
  const lanes: Lane[] = [];
  const asked = new Set<number>();
  const named = new Map<number, string>();
  const reading: Promise<void>[] = [];
  const some = Math.max(LEAST_LANES_A_TURN, Math.ceil(leases.length / TURNS));
  for (let at = 0; at < leases.length; at += some) {
    const begin = spans.length;
    for (const lease of leases.slice(at, at + some)) lanes.push(draw(lease));
    const read = readHolders(db, newHolders(spans, begin, asked), question.now, named);
    // Thrown where all are awaited: it may fail before.
    read.catch(() => undefined);
    reading.push(read);
    // What was asked leaves before the next are drawn.
    await nextTurn();
  }
  await Promise.all(reading);
  const holders = await seenHolders(db, named, among);
  const blind = drawnStretches(blindStretches(watching, namespaces), pointMs);
  const last = leases.at(-1);
  const json = createJsonBytes();
  json.text(`{"from":${from},"to":${to},"pointMs":${pointMs},"items":[`);
  writeLanes(lanes, spans, holders, json);
  giveBack(spans);
  json.text(`],"total":${total},"blindSpots":${JSON.stringify(blind)},"slow":${JSON.stringify(slow)}}`);
  return {
    json: json.done(),
    after:
      more && last !== undefined ? { class: last.class, name: last.name, namespace: last.namespace } : null,
  };
}

const NOTHING: LaneHandovers = { texts: [], specials: [], before: null, following: null };

function laneOf(
  lease: LaneLease,
  { before, following }: LaneHandovers,
  entries: Entries,
  range: Stretch,
  { pointMs, most }: { pointMs: number; most: number },
  { blindSpots, expired }: { blindSpots: readonly Stretch[]; expired: readonly Stretch[] },
  spans: Spans,
): Lane {
  const from = Math.min(range.to, Math.max(range.from, lease.first_seen_at));
  const to = Math.max(from, Math.min(range.to, lease.gone_at ?? range.to));
  let handovers = 0;
  for (let index = 0; index < entries.length; index++) handovers += entries.weight[index] ?? 0;
  const outageMs = OUTAGE_DURATIONS * (lease.duration_ms ?? USUAL_DURATION_MS);
  const belowMs = mergeBelowMs(entries, pointMs, most, outageMs);
  // Cut, so that a month of flapping shows when it was worst.
  const denseMs = Math.max(LONGEST_DENSE * belowMs, (2 * (range.to - range.from)) / most);
  joinEntries(entries, belowMs, denseMs);
  const begin = laneBegin(lease, before, entries, { from, to });
  const { length } = spans;
  drawLane({ ...begin, to, pointMs: belowMs, denseMs, outageMs, entries, following, expired }, spans);
  // A counter that goes on tells of all that was missed, once it has been read again.
  const atLeast = blindSpots.some(
    (blind) => blind.to > from && blind.from < to && (lease.transitions === null || blind.to > lease.seen_at),
  );
  return { lease, begin: length, end: spans.length, handovers, atLeast };
}

/** Of the spans from `begin` on, those that were not asked for before; they are from now on. */
function newHolders({ holder, length }: Spans, begin: number, asked: Set<number>): Set<number> {
  const ids = new Set<number>();
  for (let index = begin; index < length; index++) {
    const id = holder[index] ?? Number.NaN;
    if (Number.isNaN(id) || asked.has(id)) continue;
    asked.add(id);
    ids.add(id);
  }
  return ids;
}
