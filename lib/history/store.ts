/** The store itself, wherever it runs: opened, written, asked, tidied. All rejections are `HistoryError`s. */
import { blindSpots } from './blind-spots.ts';
import { resolveCluster } from './cluster-identity.ts';
import { historyError, type StoreKind } from './failure.ts';
import { HistoryError } from './history.ts';
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
import { readHandovers, readHandoverTimes } from './read-handovers.ts';
import { readKeptFrom, readKnown } from './read-known.ts';
import { readPlaces } from './read-places.ts';
import { packRenewals } from './renewal-pack.ts';
import { renewals } from './renewal-reads.ts';
import { removeOld } from './retention.ts';
import type { SenderLock } from './sender-lock.ts';
import type { OpenRequest, StoreCalls } from './store-calls.ts';
import { storePlace } from './store-url.ts';
import { timelineJson } from './timeline.ts';
import { createHolderReader } from './timeline-holders.ts';
import { writeBatch } from './write-batch.ts';
import { createHolderIds } from './write-holders.ts';
import { readWatchedUntil } from './write-watched.ts';

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
  const holderIds = createHolderIds();

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
    holderIds.forget();
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
      now,
      known: it.clusterId < 0 ? null : it.clusterId,
      keptFrom: it.clusterId < 0 ? it.request.keptFrom : (it.writtenAt ?? it.request.now),
    });
    it.clusterId = id;
    holderIds.forget();
    return created;
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
          const created = await resolve(next, request.now);
          open = next;
          return {
            keptFrom: await readKeptFrom(database.read, next.clusterId),
            created,
            watchedUntil: await readWatchedUntil(database.read, next.clusterId, request.instance),
          };
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
        const { instance } = it.request;
        const write = (): Promise<boolean> =>
          writeBatch(it.database.write, { clusterId: it.clusterId, instance, holderIds }, batch, lost);
        if (!(await write())) {
          const created = await resolve(it, now);
          if (created) throw emptied();
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
        return { keptFrom: await readKeptFrom(database.read, clusterId) };
      }),
    tidy: (retention, now) =>
      told(async () => {
        const { database, clusterId } = opened();
        const removed = await removeOld(database.write, clusterId, retention, now);
        // Also what another replica removed; what was remembered since is named by what was written with it.
        holderIds.forget();
        const packed = removed ? 0 : await packRenewals(database.write, clusterId, now);
        return { keptFrom: await readKeptFrom(database.read, clusterId), done: !removed && packed === 0 };
      }),
    holdSender: () =>
      told(async () => {
        const { senderLock, clusterId } = opened();
        return senderLock === null ? '' : senderLock.hold(clusterId);
      }),
    close: () => told(close),
    known: () =>
      told(() => {
        const { database, clusterId, request } = opened();
        return readKnown(database.read, clusterId, request.instance);
      }),
    handovers: (filter, page) =>
      told(() => readHandovers(opened().database.read, opened().clusterId, filter, page)),
    handoverTimes: (since) =>
      told(() => readHandoverTimes(opened().database.read, opened().clusterId, since)),
    renewals: (lease, range) =>
      told(() => renewals(opened().database.read, opened().clusterId, lease, range)),
    timeline: (question) =>
      told(() => timelineJson(opened().database.read, opened().clusterId, question, opened().readHolders)),
    overview: (filter, range) =>
      told(() => overview(opened().database.read, opened().clusterId, filter, range)),
    insight: (lease, range) => told(() => insight(opened().database.read, opened().clusterId, lease, range)),
    blindSpots: (range) => told(() => blindSpots(opened().database.read, opened().clusterId, range)),
    places: (identities) => told(() => readPlaces(opened().database.read, opened().clusterId, identities)),
    alerts: (range, page) => told(() => readAlerts(opened().database.read, opened().clusterId, range, page)),
    openAlerts: () => told(() => readOpenAlerts(opened().database.read, opened().clusterId)),
    alertsById: (ids) => told(() => readAlertsById(opened().database.read, opened().clusterId, ids)),
    alertSilences: (since) =>
      told(() => readAlertSilences(opened().database.read, opened().clusterId, since)),
    deliveries: () => told(() => readDeliveries(opened().database.read, opened().clusterId)),
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

function movedAgain(): HistoryError {
  return new HistoryError({
    code: 'history_busy',
    message: 'The cluster was joined with another one while it was written.',
    hint: 'It is tried again.',
  });
}
