/** Who held a Lease, where the store has lost or never had what was told of it: outside the blind spots it is right. */
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, expect, it } from 'vitest';
import { startInProcess } from '../../lib/history/start-in-process.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { KnownLease } from '../../lib/lease/known.ts';
import type { TimelineLane } from '../../lib/view/timeline.ts';
import { EVERYTHING, handover, known } from './batch-builder.ts';
import { CLUSTER, type Recorder, recorder } from './recorder.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenure-lost-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open: Recorder[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.history.close(0);
});

type Watched = Recorder & {
  since: number;
  /** Passes time and tells what happened at its end: whom the Lease was handed to, and `others`. */
  tell(afterMs: number, to?: [from: string, to: string], others?: Handover[]): void;
  refuses(now: boolean): void;
  drawn(): Promise<Drawn>;
};
type Drawn = { held: [number, string | undefined][]; blind: number[][] };

async function watched(name: string, bufferedEvents = 100, instance = 'one'): Promise<Watched> {
  let refused = false;
  const one = recorder(`file:${join(folder, name)}`, {
    instance,
    limits: { bufferedEvents },
    start(died) {
      const link = startInProcess(died);
      return {
        ...link,
        call: (method, ...args) =>
          refused && method === 'write'
            ? Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }))
            : link.call(method, ...args),
      };
    },
  });
  open.push(one);
  await one.history.open(CLUSTER);
  const since = one.now();
  const { history } = one;
  let transitions = 4;
  const run: Watched = {
    ...one,
    since,
    refuses(now) {
      refused = now;
    },
    tell(afterMs, change, others = []) {
      one.pass(afterMs);
      const at = one.now();
      const [from, to] = change ?? [null, null];
      if (change !== undefined) transitions += 1;
      const evidence = { transitionsAfter: transitions };
      const told = handover({ id: `uid-1.${transitions}`, at, from, to, vacantMs: 0, evidence });
      history.record({
        handovers: [...(change === undefined ? [] : [told]), ...others],
        leases: change === undefined ? [] : [known({ holder: to, transitions, heldSince: at, seenAt: at })],
        watched: [{ scope: null, from: since, to: at }],
      });
    },
    drawn: () => drawn(one, since),
  };
  history.record({ leases: [known({ holder: 'a', transitions, seenAt: since })] });
  run.tell(0);
  await history.flush();
  return run;
}

/** From when on, and who held it then, as seconds; and what is blind. */
async function drawn({ history, now }: Recorder, since: number): Promise<Drawn> {
  await history.flush();
  const range = { from: since, to: now(), now: now(), watching: [], points: 1000 };
  const filter = { namespaces: [], names: ['operator'], classes: [], q: null, moved: false };
  const { json } = await history.reads.timeline({ ...filter, ...range, limit: 1, after: null });
  const answer: { items: TimelineLane[] } = JSON.parse(`{${Buffer.from(json).toString().slice(1)}`);
  const blind = await history.reads.blindSpots({ from: since, to: now(), watching: [] });
  const second = (at: number): number => (at - since) / 1000;
  return {
    held: (answer.items[0]?.spans ?? []).map(({ from, holder }) => [second(from), holder]),
    blind: blind.map(({ from, to }) => [second(from), second(to)]),
  };
}

/** Three of another Lease, that need room. */
const others = (at: number): Handover[] =>
  [1, 2, 3].map((id) => handover({ id: `uid-2.${id}`, name: 'other', leaseUid: 'uid-2', at: at + id }));

/** A copy of it as it is now, to be put in its place. */
function backUp(name: string): () => void {
  const path = join(folder, name);
  const file = new DatabaseSync(path);
  file.exec(`vacuum into '${path}.copy'`);
  file.close();
  return () => renameSync(`${path}.copy`, path);
}

it.each([
  { meanwhile: 'nobody took over since', later: false },
  { meanwhile: 'somebody took over before it was noticed', later: true },
])('a backup is put back from before the last takeover, and $meanwhile', async ({ later }) => {
  const name = `backup-${later}.db`;
  const one = await watched(name);
  one.tell(10_000);
  await one.history.flush();
  const putBack = backUp(name);
  one.tell(60_000, ['a', 'b']);
  await one.history.flush();
  one.tell(5000);
  await one.history.flush();
  putBack();
  if (later) one.tell(10_000, ['b', 'c']);
  await one.reach('failing', 'history_removed');
  await one.reach('ready');
  one.tell(300_000);
  const { held, blind } = await one.drawn();
  expect(blind).toEqual([[10, 75]]);
  expect(held).toEqual([[0, 'a'], [70, 'b'], ...(later ? [[85, 'c']] : [])]);
});

it('a backup is put back that lacks more than one part of it: what was told since comes after all of that', async () => {
  const one = await watched('parts.db', 1000);
  one.tell(10_000);
  await one.history.flush();
  const putBack = backUp('parts.db');
  const many = Array.from({ length: 400 }, (_, id) =>
    handover({ id: `many-${id}`, name: `many-${id}`, at: one.now() + 1000 }),
  );
  one.tell(50_000, ['a', 'b'], many);
  await one.history.flush();
  one.tell(10_000, ['b', 'c']);
  await one.history.flush();
  putBack();
  one.tell(20_000, ['c', 'd']);
  await one.reach('failing', 'history_removed');
  await one.reach('ready');
  await one.history.flush();
  const filter = { ...EVERYTHING, names: ['operator'] };
  const rows = await one.history.reads.handovers(filter, { limit: 9, after: null });
  expect(rows.reverse().map(({ from, to, cause }) => [from, to, cause])).toEqual([
    ['a', 'b', 'unseen'],
    ['b', 'c', 'expiry'],
    ['c', 'd', 'expiry'],
  ]);
});

it('a backup is put back from before a Lease was deleted: it is gone all the same', async () => {
  const one = await watched('deleted.db');
  one.tell(10_000);
  await one.history.flush();
  const putBack = backUp('deleted.db');
  one.pass(50_000);
  const at = one.now();
  const deleted = handover({
    at,
    from: 'a',
    to: null,
    cause: 'deleted',
    vacantMs: null,
    transitionsDelta: null,
  });
  const gone = { holder: null, heldSince: null, vacantSince: at, openHandover: deleted, goneAt: at };
  one.history.record({ handovers: [deleted], leases: [known({ ...gone, seenAt: at })] });
  await one.history.flush();
  one.tell(15_000);
  await one.history.flush();
  putBack();
  await one.reach('failing', 'history_removed');
  await one.reach('ready');
  one.tell(300_000);
  await one.history.flush();
  const range = { from: one.since, to: one.now(), now: one.now(), watching: [], expiredSince: null };
  // Since it is watched again: nobody has created it anew.
  expect(await one.history.reads.insight(deleted, range)).toMatchObject({
    leaderlessMs: one.now() - (at + 15_000),
  });
  expect((await one.history.reads.known()).leases).toMatchObject([{ goneAt: at }]);
});

it('more was told than there was room for: the last takeover of each Lease is kept', async () => {
  const one = await watched('overflow.db', 4);
  one.refuses(true);
  one.tell(60_000, ['a', 'b']);
  one.tell(10_000, undefined, others(one.now()));
  one.tell(10_000, undefined, others(one.now() + 10_000));
  await one.reach('failing');
  expect(one.history.status().lost).toBe(3);
  one.refuses(false);
  await one.reach('ready');
  one.tell(300_000);
  expect((await one.drawn()).held).toEqual([
    [0, 'a'],
    [60, 'b'],
  ]);
});

it('who held it between two takeovers, of which the first was given up, is not said to be known', async () => {
  const one = await watched('between.db', 4);
  one.refuses(true);
  one.tell(60_000, ['a', 'b']);
  one.tell(40_000, ['b', 'c']);
  one.tell(10_000, undefined, others(one.now()));
  await one.reach('failing');
  one.refuses(false);
  await one.reach('ready');
  one.tell(300_000);
  const { held, blind } = await one.drawn();
  expect(blind).toEqual([[60, 100]]);
  expect(held).toContainEqual([100, 'c']);
});

/** A minute in, as a store is told of it. */
function lastOf(since: number, to: 'b' | null): { handovers: Handover[]; leases: KnownLease[] } {
  const at = since + 60_000;
  if (to !== null)
    return { handovers: [handover({ at, vacantMs: 0 })], leases: [known({ heldSince: at, seenAt: at })] };
  const evidence = { releasedTransitions: 4, endedAt: at };
  const open = handover({ at, to, cause: 'release', vacantMs: null, transitionsDelta: 0, evidence });
  const state = { holder: null, transitions: 4, heldSince: null, vacantSince: at, openHandover: open };
  return { handovers: [open], leases: [known({ ...state, seenAt: at })] };
}

it.each([
  { what: 'takeover', who: 'an earlier run', to: 'b', cause: 'unseen' },
  { what: 'takeover', who: 'this run', to: 'b', cause: 'expiry' },
  { what: 'release', who: 'an earlier run', to: null, cause: 'release' },
  { what: 'release', who: 'this run', to: null, cause: 'release' },
] as const)(
  'a backup is put back from before this run, and before the last $what that $who saw',
  async (of) => {
    const name = `older-${of.what}-${of.who.length}.db`;
    const first = await watched(name, 100, 'zero');
    first.tell(10_000);
    await first.history.flush();
    const putBack = backUp(name);
    const { handovers, leases } = lastOf(first.since, of.to);
    const isOwn = of.who === 'this run';
    first.tell(50_000);
    if (!isOwn) first.history.record({ handovers, leases });
    await first.history.close(1000);
    const one = recorder(`file:${join(folder, name)}`, { instance: 'one' });
    open.push(one);
    const record = () => one.history.record({ leases, watched: [{ scope: null, from, to: one.now() }] });
    one.pass(70_000);
    let from = one.now();
    one.history.onEmptied(() => {
      from = one.now();
      record();
    });
    await one.history.open(CLUSTER);
    if (isOwn) one.history.record({ handovers });
    record();
    await one.history.flush();
    one.pass(5000);
    putBack();
    record();
    await one.reach('failing', 'history_removed');
    await one.reach('ready');
    one.pass(300_000);
    record();
    const { held, blind } = await drawn(one, first.since);
    expect(held).toEqual([
      [0, 'a'],
      [60, of.to ?? undefined],
    ]);
    expect(blind[0]?.[0]).toBe(10);
    expect(await one.history.reads.handovers(EVERYTHING, { limit: 9, after: null })).toMatchObject([
      {
        from: 'a',
        to: of.to,
        cause: of.cause,
        transitionsDelta: of.to === null ? 0 : 1,
        at: first.since + 60_000,
      },
    ]);
  },
);
