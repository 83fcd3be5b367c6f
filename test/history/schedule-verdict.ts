/** What a store has kept, held against what happened. */
import type { Handover } from '../../lib/lease/handover.ts';
import type { BlindStretch, TimelineLane } from '../../lib/view/timeline.ts';
import type { Change, Takeover } from './schedule-truth.ts';
import { readStore, type World } from './schedule-world.ts';

export type Span = { from: number; to: number };
export type Kept = {
  handovers: Handover[];
  blind: BlindStretch[];
  lanes: TimelineLane[];
  /** Since when anything is known, epoch ms; null when nothing is. */
  keptFrom: number | null;
};

const ALL = {
  namespaces: [],
  names: [],
  classes: [],
  q: null,
  causes: [],
  holders: [],
  from: 0,
  to: Number.MAX_SAFE_INTEGER,
};

export function readKept(world: World, url: string, endedAt: number): Promise<Kept> {
  return readStore(world, url, async ({ reads, status }) => {
    const { keptFrom } = status();
    const range = { from: keptFrom ?? endedAt - 1, to: endedAt, now: endedAt, watching: [], points: POINTS };
    const { json } = await reads.timeline({ ...ALL, ...range, moved: false, limit: 100, after: null });
    // An answer without the `{"asOf":…` that the route begins it with.
    const { items }: { items: TimelineLane[] } = JSON.parse(`{${new TextDecoder().decode(json).slice(1)}`);
    return {
      handovers: await reads.handovers(ALL, { limit: 10_000, after: null }),
      blind: await reads.blindSpots({ from: endedAt - 3_600_000, to: endedAt, watching: [] }),
      lanes: items,
      keptFrom,
    };
  });
}

/** Of a lane: in these worlds of some minutes each is less than a second. */
const POINTS = 1000;
/** Times of the wire are whole. */
const ROUNDING_MS = 2;
/** In the burst of a resumed watch the API server's stamps tell, and they are whole seconds. */
const STAMP_MS = 1_600;

export type Verdict = { faults: string[]; seen: number; unseen: number; hidden: number; drawn: number };

export function judge(all: {
  kept: Kept;
  takeovers: readonly Takeover[];
  changes: readonly Change[];
  away: readonly Span[];
  endedAt: number;
  /** More happened than could be buffered: what is called blind need not be told of. */
  gaveUp?: boolean;
  /** How well times can be known. */
  withinMs?: number;
}): Verdict {
  const { kept, away, withinMs = STAMP_MS } = all;
  const from = kept.keptFrom ?? all.endedAt;
  const faults: string[] = [];
  const completed = kept.handovers.filter(({ to }) => to !== null);
  const known = all.takeovers.filter(({ at }) => at >= from - ROUNDING_MS && at <= all.endedAt);
  const inBlind = (at: number, margin: number) =>
    kept.blind.some((spot) => at >= spot.from - margin && at <= spot.to + margin);
  const at = (ms: number) => `${((ms - from) / 1_000).toFixed(3)} s`;
  const told = (one: Handover) =>
    `${one.name} ${one.from} → ${one.to} at ${at(one.at)} (${one.cause}, ${one.transitionsDelta})`;
  const really = (one: Takeover) => `${one.lease} ${one.from} → ${one.to} at ${at(one.at)}`;

  const ids = new Set(kept.handovers.map(({ id }) => id));
  if (ids.size !== kept.handovers.length) faults.push('one handover is kept twice');

  // A release or a deletion that waits is the last that is told of its Lease: what follows has completed it.
  for (const open of kept.handovers) {
    if (open.to !== null) continue;
    const later = kept.handovers.find(
      (one) =>
        one !== open && one.namespace === open.namespace && one.name === open.name && one.at >= open.at,
    );
    if (later !== undefined) faults.push(`open, and followed: ${told(open)}, then ${told(later)}`);
  }

  // Invented or doubled: each that was seen is one that happened, of its own.
  const free = new Set(known);
  let seen = 0;
  let unseen = 0;
  for (const one of completed) {
    if (one.cause === 'unseen') continue;
    seen += 1;
    const match = [...free]
      .filter(
        (real) =>
          real.lease === `${one.namespace}/${one.name}` &&
          real.to === one.to &&
          (real.from === one.from || one.from === null) &&
          Math.abs(real.at - one.at) <= withinMs,
      )
      .sort((a, b) => Math.abs(a.at - one.at) - Math.abs(b.at - one.at))[0];
    if (match === undefined) {
      faults.push(`invented: ${told(one)}`);
      continue;
    }
    free.delete(match);
    if (one.cause !== (match.released ? 'release' : 'expiry')) faults.push(`not its cause: ${told(one)}`);
  }

  // Unseen ones say how many there were, and where nobody watched.
  const left = new Map<string, Takeover[]>();
  for (const real of free) left.set(real.lease, [...(left.get(real.lease) ?? []), real]);
  for (const one of completed) {
    if (one.cause !== 'unseen') continue;
    unseen += 1;
    const { unwatchedFrom, unwatchedTo } = one.evidence;
    if (typeof unwatchedFrom !== 'number' || typeof unwatchedTo !== 'number') {
      faults.push(`unseen, and it does not say when nobody watched: ${told(one)}`);
      continue;
    }
    // Of two stretches that are told as one, the later is at its end.
    const place = one.evidence.watchedBetween === true ? unwatchedTo : (unwatchedFrom + unwatchedTo) / 2;
    if (!inBlind(place, ROUNDING_MS))
      faults.push(`unseen where it was watched (${at(unwatchedFrom)} to ${at(unwatchedTo)}): ${told(one)}`);
    const lease = left.get(`${one.namespace}/${one.name}`) ?? [];
    const count = Math.max(1, one.transitionsDelta ?? 1);
    // The takeovers that it stands for end with the one that it names.
    const last = lease.findLastIndex((real) => real.to === one.to && real.endedAt <= unwatchedTo + STAMP_MS);
    const stood = last < 0 ? [] : lease.splice(Math.max(0, last + 1 - count), count);
    if (stood.length !== count) faults.push(`says ${count}, stands for ${stood.length}: ${told(one)}`);
  }

  // Lost: what is in no handover. Whatever is left was not seen, and nothing tells of it.
  for (const lost of [...left.values()].flat())
    if (all.gaveUp !== true || !inBlind(lost.at, ROUNDING_MS)) faults.push(`lost: ${really(lost)}`);

  // What is called watched was watched.
  let hidden = 0;
  for (const real of known) {
    const wasAway = away.some((span) => real.at > span.from + ROUNDING_MS && real.at < span.to);
    if (!wasAway) continue;
    hidden += 1;
    if (!inBlind(real.at, 0)) faults.push(`nobody ran, and it is called watched: ${really(real)}`);
  }
  for (const span of away) {
    const middle = (Math.max(span.from, from) + Math.min(span.to, all.endedAt)) / 2;
    if (span.to - span.from > 10 && middle > from && !inBlind(middle, 0))
      faults.push(`nobody ran around ${at(middle)}, and it is called watched`);
  }
  const { wrong, drawn } = judgeLanes(all, from, inBlind, withinMs);
  faults.push(...wrong.map(([what, when]) => `${what} at ${at(when)}`));
  return { faults, seen, unseen, hidden, drawn };
}

/** Who is drawn to have held each Lease in the middle of every stretch in which the same did, wherever it was watched. */
function judgeLanes(
  { kept, changes, endedAt }: Pick<Parameters<typeof judge>[0], 'kept' | 'changes' | 'endedAt'>,
  from: number,
  inBlind: (at: number, margin: number) => boolean,
  withinMs: number,
): { wrong: [what: string, at: number][]; drawn: number } {
  const wrong: [string, number][] = [];
  let drawn = 0;
  const grainMs = withinMs + (endedAt - from) / POINTS;
  for (const [lease, own] of Map.groupBy(changes, (change) => change.lease)) {
    // Heartbeats are no elections, and have no lanes.
    if (lease.startsWith('kube-node-lease/')) continue;
    const spans = kept.lanes.find(({ namespace, name }) => `${namespace}/${name}` === lease)?.spans ?? [];
    for (const [index, { at, holder }] of own.entries()) {
      const begin = Math.max(from, at);
      const end = Math.min(endedAt, own[index + 1]?.at ?? endedAt);
      const middle = (begin + end) / 2;
      if (end - begin < 2 * grainMs || inBlind(middle, withinMs)) continue;
      const span = spans.find((one) => one.from <= middle && middle < one.to);
      if (span?.type === 'dense') continue;
      drawn += 1;
      const said = span === undefined ? 'nothing' : (span.holder ?? null);
      if (said !== holder) wrong.push([`${lease} was held by ${holder}, and is drawn by ${said}`, middle]);
    }
  }
  return { wrong, drawn };
}
