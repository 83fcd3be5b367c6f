/** The store itself, wherever it runs: opened, written, asked, tidied. All rejections are `HistoryError`s. */
import { blindSpots } from './blind-spots.ts';
import { clocksApartMs } from './clocks-apart.ts';
import { resolveCluster } from './cluster-identity.ts';
import { historyError, type StoreKind } from './failure.ts';
import { HistoryError, type HistoryReads } from './history.ts';
import { insight } from './insight.ts';
import { type OpenDatabase, openDatabase } from './open-database.ts';
import { overview } from './overview.ts';
import {
  readAlertSilences,
  readAlerts,
  readAlertsById,
  readDeliveries,
  readOpenAlerts,
} from './read-alerts.ts';
import { clusterCalled, readClusters } from './read-clusters.ts';
import { readHandovers, readHandoverTimes } from './read-handovers.ts';
import { readKept, readKnown } from './read-known.ts';
import { readPlaces } from './read-places.ts';
import { readSilences } from './read-silences.ts';
import { packRenewals } from './renewal-pack.ts';
import { renewals } from './renewal-reads.ts';
import { removeOld } from './retention.ts';
import type { SenderLock } from './sender-lock.ts';
import type { OpenRequest, StoreCalls } from './store-calls.ts';
import { storePlace } from './store-url.ts';
import { timelineJson } from './timeline.ts';
import { createHolderReader } from './timeline-holders.ts';
import { unwritten } from './unwritten.ts';
import { writeBatch } from './write-batch.ts';
import { readOwnWatched } from './write-watched.ts';

type Open = {
  database: OpenDatabase;
  clusterId: number;
  /** Of this database: in another one the same ids are others'. */
  readHolders: ReturnType<typeof createHolderReader>;
  request: OpenRequest;
  aliases: string[];
  /** Null for SQLite, which has one replica. */
  senderLock: SenderLock | null;
  /** When the last write that succeeded had begun. */
  writtenAt: number | null;
};

export function createStore(idleFault: (error: Error) => void): StoreCalls {
  let open: Open | null = null;
  let kind: StoreKind | null = null;
  let path: string | null = null;
  /** The file that was open went: what lies at its place now is looked at before it is trusted. */
  let foreign = false;
  /** What was there was emptied while it was open, which whoever opens it next has to know. */
  let isEmptied = false;

  function opened(): Open {
    if (open !== null) return open;
    throw new HistoryError({
      code: 'history_closed',
      message: 'The history is not open.',
      hint: 'It is opened, or tried again, by itself.',
    });
  }

  /** Runs it, and says what went wrong in words of this folder. */
  async function told<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw historyError(error, kind, path);
    }
  }

  async function close(): Promise<void> {
    const last = open;
    open = null;
    await last?.database.close();
    // Last: what was told is written before another one goes on.
    await last?.senderLock?.release();
  }

  function checkPlace(database: OpenDatabase): void {
    try {
      database.check();
    } catch (error) {
      foreign = true;
      throw error;
    }
  }

  /** The cluster's number may have changed: another replica found that two of them are one. */
  async function resolve(it: Open, now: number): Promise<boolean> {
    const { id, created } = await resolveCluster(it.database.write, it.aliases, {
      name: it.request.name,
      publicUrl: it.request.publicUrl,
      now,
      known: it.clusterId < 0 ? null : it.clusterId,
      keptFrom: it.clusterId < 0 ? it.request.keptFrom : (it.writtenAt ?? it.request.now),
    });
    it.clusterId = id;
    return created;
  }

  /** `of`: the database and the cluster in it that is asked about. */
  function readsOn(of: () => Open): HistoryReads {
    const ask = <T>(run: (it: Open) => Promise<T>): Promise<T> => told(() => run(of()));
    return {
      known: () =>
        ask(({ database, clusterId, request }) => readKnown(database.read, clusterId, request.instance)),
      handovers: (filter, page) =>
        ask(({ database, clusterId }) => readHandovers(database.read, clusterId, filter, page)),
      handoverTimes: (since) =>
        ask(({ database, clusterId }) => readHandoverTimes(database.read, clusterId, since)),
      renewals: (lease, range) =>
        ask(({ database, clusterId }) => renewals(database.read, clusterId, lease, range)),
      unwritten: (namespace, range) =>
        ask(({ database, clusterId, request }) =>
          unwritten(database.read, clusterId, namespace, range, request.instance),
        ),
      timeline: (question) =>
        ask(({ database, clusterId, readHolders }) =>
          timelineJson(database.read, clusterId, question, readHolders),
        ),
      overview: (filter, range) =>
        ask(({ database, clusterId }) => overview(database.read, clusterId, filter, range)),
      insight: (lease, range) =>
        ask(({ database, clusterId }) => insight(database.read, clusterId, lease, range)),
      silences: (lease, range) =>
        ask(({ database, clusterId }) => readSilences(database.read, clusterId, lease, range)),
      blindSpots: (range) => ask(({ database, clusterId }) => blindSpots(database.read, clusterId, range)),
      places: (identities) =>
        ask(({ database, clusterId }) => readPlaces(database.read, clusterId, identities)),
      alerts: (range, page) =>
        ask(({ database, clusterId }) => readAlerts(database.read, clusterId, range, page)),
      openAlerts: () => ask(({ database, clusterId }) => readOpenAlerts(database.read, clusterId)),
      alertsById: (ids) => ask(({ database, clusterId }) => readAlertsById(database.read, clusterId, ids)),
      alertSilences: (since) =>
        ask(({ database, clusterId }) => readAlertSilences(database.read, clusterId, since)),
      deliveries: () => ask(({ database, clusterId }) => readDeliveries(database.read, clusterId)),
      clusters: () => ask(({ database, clusterId }) => readClusters(database.read, clusterId)),
    };
  }

  return {
    open: (request) =>
      told(async () => {
        await close();
        const place = storePlace(request.url);
        kind = place.kind;
        path = place.kind === 'sqlite' ? place.path : null;
        const database = await openDatabase(place, idleFault, foreign);
        foreign = false;
        const next: Open = {
          database,
          clusterId: -1,
          readHolders: createHolderReader(),
          request,
          aliases: request.aliases,
          senderLock: place.kind === 'sqlite' ? null : await lockOf(place.url),
          writtenAt: null,
        };
        try {
          const created = (await resolve(next, request.now)) || isEmptied;
          open = next;
          const watched = await readOwnWatched(database.read, next.clusterId, request.instance);
          const kept = await readKept(database.read, next.clusterId);
          isEmptied = false;
          return { ...kept, created, watched };
        } catch (error) {
          open = null;
          await database.close();
          throw error;
        }
      }),
    alias: (alias, now) =>
      told(async () => {
        const it = opened();
        if (it.aliases.includes(alias)) return { created: false };
        it.aliases = [alias, ...it.aliases];
        return { created: await resolve(it, now) };
      }),
    write: (batch, lost, now) =>
      told(async () => {
        const it = opened();
        checkPlace(it.database);
        const apartMs = clocksApartMs(kind);
        const write = (): Promise<boolean> =>
          writeBatch(
            it.database.write,
            { ...it.request, clusterId: it.clusterId, clocksApartMs: apartMs },
            batch,
            lost,
          );
        if (!(await write())) {
          isEmptied = await resolve(it, now);
          if (isEmptied) throw emptied();
          if (!(await write())) throw movedAgain();
        }
        // What went into a file that is gone has not been written.
        checkPlace(it.database);
        it.writtenAt = now;
      }),
    check: () =>
      told(async () => {
        const { database, clusterId } = opened();
        checkPlace(database);
        return readKept(database.read, clusterId);
      }),
    tidy: (retention, now) =>
      told(async () => {
        const { database, clusterId } = opened();
        const removed = await removeOld(database.write, clusterId, retention, now);
        const packed = removed ? 0 : await packRenewals(database.write, clusterId, now);
        return { ...(await readKept(database.read, clusterId)), done: !removed && packed === 0 };
      }),
    holdSender: () =>
      told(async () => {
        const { senderLock, clusterId } = opened();
        return senderLock === null ? '' : senderLock.hold(clusterId);
      }),
    close: () => told(close),
    ...readsOn(opened),
    ofCluster: (id, method, args) =>
      told(async () => {
        const it = opened();
        const clusterId = await clusterCalled(it.database.read, id);
        if (clusterId === null) throw noCluster(id);
        const other = { ...it, clusterId };
        const reads: Record<string, (...given: never[]) => Promise<unknown>> = readsOn(() => other);
        return reads[method]?.(...(args as never[]));
      }),
  };
}

/** Loaded where it is used: its driver takes some megabytes. */
async function lockOf(url: string): Promise<SenderLock> {
  const { createSenderLock } = await import('./sender-lock.ts');
  return createSenderLock(url);
}

function emptied(): HistoryError {
  return new HistoryError({
    code: 'history_removed',
    message: 'The tables of the history were emptied while it was open.',
    hint: 'What they held is lost unless there is a backup. It is written on, and the time before is shown as not watched.',
  });
}

function noCluster(id: string): HistoryError {
  return new HistoryError({
    code: 'history_no_cluster',
    message: `Nothing is kept of a cluster ${id}.`,
    hint: 'GET /api/v1/clusters says which there are.',
  });
}

function movedAgain(): HistoryError {
  return new HistoryError({
    code: 'history_busy',
    message: 'The cluster was joined with another one while it was written.',
    hint: 'It is tried again.',
  });
}
