/** The renewals that a store has kept by the minute, held against those that happened. */
import { joinStretches, type Stretch, subtractStretches } from '../../lib/lease/stretches.ts';
import type { Cluster } from '../../lib/simulator/cluster.ts';
import type { LeaseVersion } from '../../lib/simulator/lease-version.ts';
import { ELECTIONS, keyOf, readStore, type World } from './schedule-world.ts';

const MINUTE_MS = 60_000;
/** In the burst of a resumed watch the API server's stamps tell when it was, and they are whole seconds. */
const WITHIN_MS = 1_600;
/** A minute is written when it has been over for 5 s, and what was watched each second. */
const WRITTEN_AFTER_MS = MINUTE_MS + 7_000;

/** How often each Lease was renewed, by the beginning of the minute; and when what was seen is not kept. */
export type KeptRenewals = { counts: Map<string, Map<number, number>>; unwritten: Stretch[] };

/** When each Lease was renewed by whoever held it. True time, epoch ms. */
export function recordRenewals(cluster: Cluster): { renewed: ReadonlyMap<string, number[]>; stop(): void } {
  const renewed = new Map<string, number[]>();
  const last = new Map<string, LeaseVersion>();
  const nameOf = (version: LeaseVersion): string => `${version.namespace}/${version.name}`;
  for (const version of cluster.store.leaseTable.snapshot()) last.set(nameOf(version), version);
  const stop = cluster.store.leaseTable.subscribe(({ type, version }) => {
    const before = last.get(nameOf(version));
    last.set(nameOf(version), version);
    if (type !== 'MODIFIED' || version.holder === '' || version.holder !== before?.holder) return;
    if (version.spec.renewTime === before.spec.renewTime) return;
    renewed.set(nameOf(version), [...(renewed.get(nameOf(version)) ?? []), cluster.timers.now()]);
  });
  return { renewed, stop };
}

export function readKeptRenewals(world: World, url: string, range: Stretch): Promise<KeptRenewals> {
  const points = Math.ceil((range.to - range.from) / MINUTE_MS) + 2;
  return readStore(world, url, async ({ reads }) => {
    const counts = new Map<string, Map<number, number>>();
    for (const { name } of ELECTIONS) {
      const minutes = await reads.renewals({ namespace: 'team-a', name }, { ...range, points });
      counts.set(keyOf({ name }), new Map(minutes.map(({ from, count }) => [from, count])));
    }
    return { counts, unwritten: await reads.unwritten('team-a', { ...range, watching: [] }) };
  });
}

/**
 * Every minute that was watched, and is not called unwritten, has all its renewals; and only what a kill can have taken
 * along is called so.
 */
export function judgeRenewals(all: {
  kept: KeptRenewals;
  renewed: ReadonlyMap<string, readonly number[]>;
  blind: readonly Stretch[];
  kills: readonly number[];
  /** What the store says it keeps. */
  range: Stretch;
}): { faults: string[]; minutes: number } {
  const { kept, range } = all;
  const faults: string[] = [];
  const at = (ms: number) => `${((ms - range.from) / 1_000).toFixed(3)} s`;
  const unknown = joinStretches(
    [...all.blind, ...kept.unwritten].map(({ from, to }) => ({ from: from - WITHIN_MS, to: to + WITHIN_MS })),
  );
  let minutes = 0;
  const first = Math.ceil((range.from + WITHIN_MS) / MINUTE_MS) * MINUTE_MS;
  for (let minute = first; minute + MINUTE_MS <= range.to - WITHIN_MS; minute += MINUTE_MS) {
    const own = { from: minute, to: minute + MINUTE_MS };
    if (subtractStretches([own], unknown)[0]?.to !== own.to) continue;
    if (subtractStretches([own], unknown)[0]?.from !== own.from) continue;
    minutes += 1;
    for (const [lease, counts] of kept.counts) {
      const renewed = all.renewed.get(lease) ?? [];
      const within = (ms: number) =>
        renewed.filter((time) => time >= own.from - ms && time < own.to + ms).length;
      const count = counts.get(minute) ?? 0;
      if (count < within(-WITHIN_MS) || count > within(WITHIN_MS))
        faults.push(`${lease} was renewed ${within(0)} times in the minute from ${at(minute)}, not ${count}`);
    }
  }
  for (const { from, to } of kept.unwritten) {
    if (!all.kills.some((kill) => from >= kill - WRITTEN_AFTER_MS && to <= kill))
      faults.push(`nobody was killed, and ${at(from)} to ${at(to)} is called unwritten`);
  }
  return { faults, minutes };
}
