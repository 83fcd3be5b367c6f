/** What a store has kept, held against what happened. */

import type { Handover } from '../../lib/lease/handover.ts';
import { clipStretches } from '../../lib/lease/stretches.ts';
import type { BlindStretch, TimelineLane } from '../../lib/view/timeline.ts';
import { blindWithout, PROVED_WITHIN_MS } from './schedule-blind.ts';
import { judgeLanes, POINTS } from './schedule-lanes.ts';
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

/** Times of the wire are whole. */
const ROUNDING_MS = 2;
/** In the burst of a resumed watch the API server's stamps tell, and they are whole seconds. */
const STAMP_MS = 1_600;
/** What arrives at once, by two times that are whole. */
const LIVE_MS = 5;
/** Until the first list. */
const KEPT_WITHIN_MS = 1_000;

export type Verdict = {
  faults: string[];
  seen: number;
  unseen: number;
  hidden: number;
  drawn: number;
  /** Seen as they happened. */
  calm: number;
};

export function judge(all: {
  kept: Kept;
  takeovers: readonly Takeover[];
  changes: readonly Change[];
  away: readonly Span[];
  /** When the first run was started: what is kept begins soon after. */
  begunAt: number;
  /** Stretches in which something kept Tenure from watching: nothing else may be called blind. */
  excused: readonly Span[];
  /** Where it saw everything as it happened. */
  calm?: readonly Span[];
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
  const blind = clipStretches(kept.blind, { from, to: all.endedAt - PROVED_WITHIN_MS });
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
  let calm = 0;
  let unseen = 0;
  for (const one of completed) {
    if (one.cause === 'unseen') continue;
    seen += 1;
    const match = [...free]
      .filter(
        (real) =>
          real.lease === `${one.namespace}/${one.name}` &&
          real.to === one.to &&
          real.from === one.from &&
          Math.abs(real.at - one.at) <= withinMs,
      )
      .sort((a, b) => Math.abs(a.at - one.at) - Math.abs(b.at - one.at))[0];
    if (match === undefined) {
      faults.push(`invented: ${told(one)}`);
      continue;
    }
    free.delete(match);
    if (one.cause !== match.cause) faults.push(`not its cause: ${told(one)}`);
    if (one.transitionsDelta !== match.counted) faults.push(`it counted ${match.counted}: ${told(one)}`);
    const isCalm = all.calm?.some((span) => match.at - match.silentMs > span.from && match.at < span.to);
    if (isCalm) calm += 1;
    const knownWithinMs = isCalm ? LIVE_MS : 2 * withinMs;
    for (const what of ['silentMs', 'vacantMs'] as const) {
      const [said, was] = [one[what], match[what]];
      // In a burst nothing tells when something was deleted.
      const isUntold = said === null && what === 'vacantMs' && match.cause === 'recreated';
      if (!isUntold && (said === null || Math.abs(said - was) > knownWithinMs))
        faults.push(`${what} was ${was}, and is said to be ${said}: ${told(one)}`);
    }
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
    const stood = standsFor(one, { from: unwatchedFrom, to: unwatchedTo }, lease);
    const counted = stood.reduce<number | null>(
      (sum, real) => (sum === null || real.counted === null ? null : sum + real.counted),
      0,
    );
    if (counted !== one.transitionsDelta) faults.push(`stands for ${counted}: ${told(one)}`);
    const [first, latest] = [stood.at(0), stood.at(-1)];
    if (first === undefined || latest === undefined) continue;
    if (first.at < unwatchedFrom - STAMP_MS)
      faults.push(
        `says that nobody watched from ${at(unwatchedFrom)}: ${told(one)}, and it was ${really(first)}`,
      );
    // Who made it again may claim what it had before, and of what was given up nothing is left: by when is known.
    const isUntold = all.gaveUp === true || latest.claimedAt < unwatchedFrom;
    const until = isUntold ? Math.max(latest.at, unwatchedTo) : latest.at;
    if (first.from !== one.from || one.at < latest.claimedAt - STAMP_MS || one.at > until + STAMP_MS)
      faults.push(`unseen: ${told(one)}, and it was from ${first.from} at ${at(latest.at)}`);
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
  // Nor is anything blind without a reason, or before what is kept: both would hide what is lost.
  if (from > all.begunAt + KEPT_WITHIN_MS) faults.push(`nothing is kept before ${at(all.begunAt)}`);
  for (const spot of blindWithout(blind, all.excused))
    faults.push(`watched from ${at(spot.from)} to ${at(spot.to)}, and it is called blind`);
  const { wrong, drawn } = judgeLanes(all, from, inBlind, withinMs);
  faults.push(...wrong.map(([what, when]) => `${what} at ${at(when)}`));
  return { faults, seen, unseen, hidden, drawn, calm };
}

/** Those that nobody saw and it stands for, taken out of what is `left`: they end with the one that it names. */
function standsFor({ from, to, transitionsDelta }: Handover, unwatched: Span, left: Takeover[]): Takeover[] {
  const last = left.findLastIndex((real) => real.to === to && real.endedAt <= unwatched.to + STAMP_MS);
  // From one object to another nothing counts them.
  const first =
    transitionsDelta === null
      ? left.findIndex((real) => real.from === from && real.at >= unwatched.from - STAMP_MS)
      : last + 1 - Math.max(1, transitionsDelta);
  return first < 0 || first > last ? [] : left.splice(first, last + 1 - first);
}
