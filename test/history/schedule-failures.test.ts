/**
 * Stores that fail while elections go on: the board stays live and says what is wrong, what was buffered is stored
 * afterwards, and what had to be given up is a blind spot.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { HistoryLimits } from '../../lib/history/history-options.ts';
import { lacksPostgres, type Postgres, startPostgres } from '../setup/postgres.ts';
import { suiteName } from '../setup/requirements.ts';
import { recordTruth, type Truth } from './schedule-truth.ts';
import { judge, readKept, type Verdict } from './schedule-verdict.ts';
import {
  createWorld,
  ELECTIONS,
  keyOf,
  type LoadedBy,
  type Run,
  removeStore,
  startRun,
  type World,
} from './schedule-world.ts';

const loading = vi.hoisted<LoadedBy>(() => ({
  load: () => ({ type: 'none', lookedFor: [] }),
}));
vi.mock('../../lib/kube/cluster.ts', async (original) => ({
  ...(await original<typeof import('../../lib/kube/cluster.ts')>()),
  loadCluster: () => loading.load(),
}));

const directory = mkdtempSync(join(tmpdir(), 'tenure-failures-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The way to the cluster is fine all the while. */
const WATCHED_WITHIN_MS = 5;
/** With a minute's renewals that minute is given up. */
const GIVEN_UP_BEFORE_MS = 65_000;
/** Until a file that is gone is missed. */
const FOUND_WITHIN_MS = 6_000;
/** Until a store that failed is tried again. */
const BACK_WITHIN_MS = 35_000;

type Play = {
  world: World;
  run: Run;
  begunAt: number;
  /** Handovers all the while, for some `seconds`. */
  load(seconds: number): Promise<void>;
  /** Ends the run and holds what is kept against the truth: all of it, but what was `lost` since it `began`. */
  verdict(but?: Pick<Parameters<typeof judge>[0], 'begunAt' | 'excused'>): Promise<Verdict>;
};

async function begin(url: string, limits: Partial<HistoryLimits> = {}): Promise<Play> {
  const world = createWorld(7);
  const truth: Truth = recordTruth(world.cluster);
  const run = startRun(world, { url, limits }, 'run', loading);
  const begunAt = world.time.now();
  let turn = 0;
  await world.pass(6_000);
  expect(run.runtime.status().history).toMatchObject({ state: 'ready', error: null });
  return {
    world,
    run,
    begunAt,
    async load(seconds) {
      for (let passed = 0; passed < seconds; passed += 5) {
        const lease = keyOf(ELECTIONS[turn++ % ELECTIONS.length] ?? { name: '' });
        world.cluster.inject({ do: turn % 4 === 0 ? 'crash' : 'release', lease, forMs: 3_000 });
        await world.pass(5_000);
        expect(run.runtime.status().feed.state).toBe('live');
      }
    },
    async verdict(but) {
      const endedAt = world.time.now();
      await run.stop();
      const kept = await readKept(world, url, endedAt);
      world.cluster.stop();
      truth.stop();
      return judge({
        kept,
        ...truth,
        away: [],
        begunAt,
        excused: [],
        ...but,
        gaveUp: but !== undefined,
        endedAt,
        withinMs: WATCHED_WITHIN_MS,
      });
    },
  };
}

describe.skipIf(lacksPostgres !== null)(
  suiteName('PostgreSQL stopped and started again under load', lacksPostgres),
  () => {
    let postgres: Postgres;
    afterAll(async () => {
      await postgres?.end();
    });
    beforeAll(async () => {
      postgres = await startPostgres();
    }, 60_000);

    test.each(['fast', 'immediate'] as const)(
      'stopped %s: nothing is lost of what could be buffered',
      { timeout: 60_000 },
      async (how) => {
        const play = await begin(await postgres.createDatabase());
        await play.load(30);
        await postgres.stop(how);
        await play.load(60);
        const { history } = play.run.runtime.status();
        expect(history).toMatchObject({ state: 'failing', kind: 'postgresql', lost: 0 });
        expect(history.error?.code).toBe('history_unreachable');
        expect(history.error?.hint).toMatch(/\S/);
        expect(history.waiting).toBeGreaterThan(0);
        await postgres.start();
        await play.load(40);
        expect(play.run.runtime.status().history).toMatchObject({ state: 'ready', error: null, lost: 0 });
        const { faults, seen, unseen } = await play.verdict();
        expect(faults).toEqual([]);
        expect(seen).toBeGreaterThan(15);
        expect(unseen).toBe(0);
      },
    );

    test('more than can be buffered: given up, said, and blind', { timeout: 60_000 }, async () => {
      const play = await begin(await postgres.createDatabase(), { bufferedEvents: 12 });
      await play.load(180);
      const outage = { from: play.world.time.now() - GIVEN_UP_BEFORE_MS, to: Number.POSITIVE_INFINITY };
      await postgres.stop('immediate');
      await play.load(180);
      await postgres.start();
      outage.to = play.world.time.now() + BACK_WITHIN_MS;
      await play.load(120);
      const { history } = play.run.runtime.status();
      expect(history.state).toBe('ready');
      expect(history.lost).toBeGreaterThan(0);
      const { faults, seen } = await play.verdict({ begunAt: play.begunAt, excused: [outage] });
      expect(faults).toEqual([]);
      expect(seen).toBeGreaterThan(5);
    });
  },
);

describe('a database file that is removed', () => {
  test('is noticed and said; another one is begun, and keeps what comes', async () => {
    const file = join(directory, 'removed.db');
    const play = await begin(`file:${file}`);
    await play.load(30);
    removeStore(file);
    const removedAt = play.world.time.now();
    const said = new Set<string>();
    for (let passed = 0; passed < 30; passed += 1) {
      await play.world.pass(1_000);
      const { feed, history } = play.run.runtime.status();
      expect(feed.state).toBe('live');
      if (history.error !== null) said.add(history.error.code);
    }
    expect([...said]).toEqual(['history_removed']);
    await play.load(60);
    expect(play.run.runtime.status().history).toMatchObject({ state: 'ready', error: null });
    const { faults, seen } = await play.verdict({
      begunAt: removedAt,
      excused: [{ from: removedAt, to: removedAt + FOUND_WITHIN_MS }],
    });
    expect(faults).toEqual([]);
    expect(seen).toBeGreaterThan(4);
  });
});

/** A disk of one MB, which only root can make. */
const disk = join(directory, 'disk');
const mounted =
  spawnSync('mkdir', ['-p', disk]).status === 0 &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status === 0;
afterAll(() => {
  // A run that failed may have it open still.
  if (mounted) execFileSync('umount', ['-l', disk]);
});

describe.skipIf(!mounted)(
  suiteName('a full disk', mounted ? null : 'a small disk can only be mounted by root'),
  () => {
    test('the board stays live; what was buffered is stored once there is room', async () => {
      const play = await begin(`file:${join(disk, 'tenure.db')}`);
      await play.load(20);
      const ballast = join(disk, 'ballast');
      spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=4k']);
      await play.load(90);
      const { history } = play.run.runtime.status();
      expect(history.state).toBe('failing');
      expect(history.error?.code).toBe('history_disk_full');
      writeFileSync(ballast, '');
      await play.load(60);
      expect(play.run.runtime.status().history).toMatchObject({ state: 'ready', lost: 0 });
      const { faults, seen, unseen } = await play.verdict();
      expect(faults).toEqual([]);
      expect(seen).toBeGreaterThan(15);
      expect(unseen).toBe(0);
    });
  },
);
