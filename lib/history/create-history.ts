/**
 * The history as the server sees it: takes everything in at once, writes it each second, and tries again for as
 * long as the store fails. Whatever happens to the store, nothing here throws or waits for it.
 */
import type { FeedError } from '../lease/feed.ts';
import type { HistoryStatus } from '../view/status.ts';
import { asFields, historyError, REFUSED } from './failure.ts';
import { type Batch, CLOSES_WITHIN_MS, type History, HistoryError } from './history.ts';
import { DEFAULT_LIMITS, type HistoryOptions } from './history-options.ts';
import { historyReads } from './history-reads.ts';
import { createPartWriter } from './part-writer.ts';
import { createPatience, SLOW, slow } from './patience.ts';
import { createReadLine } from './read-line.ts';
import type { Kept, StoreLink } from './store-calls.ts';
import { createStoreElection } from './store-election.ts';
import { createStoreLosses } from './store-losses.ts';
import { placeKind } from './store-url.ts';
import { createUpkeep } from './upkeep.ts';
import { createWriteBuffer } from './write-buffer.ts';

const WRITE_EVERY_MS = 1000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;
/** A removed file is told for so long before another one is begun: somebody may look, or put it back. */
const REMOVED_SHOWN_MS = 3000;
/** A write takes no longer than this, or it is told that the store does not answer. */
const SLOW_MS = 5000;
const MOST_READ_MS = 10_000;
const MOST_FLUSH_MS = 2000;
/** What the connection that is open outlives: it can still be read meanwhile. */
const STAYS_OPEN: readonly string[] = ['history_disk_full', 'history_busy', 'history_read_only', REFUSED];

export function createHistory({
  url,
  start,
  instance,
  timers,
  clock,
  log,
  limits: given = {},
}: HistoryOptions): History {
  const limits = { ...DEFAULT_LIMITS, ...given };
  const buffer = createWriteBuffer(limits.bufferedEvents);
  let link: StoreLink | null = null;
  let cluster: Parameters<History['open']>[0] | null = null;
  let opened = false;
  let closing = false;
  let closed = false;
  let state: HistoryStatus['state'] = url === null ? 'off' : 'opening';
  let since = Math.round(clock.now());
  let error: FeedError | null = null;
  let keptFrom: number | null = null;
  let renewalsKeptFrom: number | null = null;
  let retryMs = FIRST_RETRY_MS;
  let running: Promise<void> | null = null;
  /** The round after the one that runs: for those who asked meanwhile. */
  let next: Promise<void> | null = null;
  let stopTimer: (() => void) | null = null;
  const openWaiters: (() => void)[] = [];
  const losses = createStoreLosses(buffer);
  const inLine = createReadLine();
  const patience = createPatience(timers);

  const election = createStoreElection(
    async () => {
      if (opened && link !== null) return link.call('holdSender');
      throw new HistoryError(error ?? notOpen(url));
    },
    { url, timers, clock, log },
  );
  const { sender } = election;

  const parts = createPartWriter({
    buffer,
    losses,
    store,
    clock,
    patiently,
    written(batch) {
      retryMs = FIRST_RETRY_MS;
      keptFrom ??= earliest(batch, losses.lostUntil());
      if (error?.code === SLOW) enter('ready', null);
    },
  });

  const upkeep = createUpkeep({
    timers,
    clock,
    log,
    retention: limits,
    mayTidy: () => sender.term() !== null,
    link: () => (opened && running === null ? link : null),
    kept,
    failed(thrown) {
      if (running === null) failed(thrown);
    },
  });

  function kept(known: Kept): void {
    keptFrom = known.keptFrom;
    renewalsKeptFrom = known.renewalsKeptFrom;
  }

  function enter(next: HistoryStatus['state'], why: FeedError | null): void {
    if (state !== next) since = Math.round(clock.now());
    if (why !== null && (state !== next || error?.code !== why.code)) log.warn({ ...why }, 'History fails');
    if (next === 'ready' && error !== null) log.info({}, 'History is written again');
    state = next;
    error = why;
  }

  function failed(thrown: unknown): void {
    if (closed) return;
    const why = asFields(historyError(thrown, null));
    if (!STAYS_OPEN.includes(why.code)) opened = false;
    if (why.code === 'history_removed') losses.suspect();
    enter('failing', why);
    schedule(why.code === 'history_removed' ? REMOVED_SHOWN_MS : retryMs);
    retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
  }

  /** What is asked of it goes on; meanwhile it is said that it does not answer. */
  function patiently<T>(asked: Promise<T>): Promise<T> {
    return patience.orTell(SLOW_MS, asked, () => {
      if (state !== 'failing' && !closed) enter('failing', asFields(slow()));
    });
  }

  /** Runs `work` after `ms`, unless something is planned already. */
  function schedule(ms: number): void {
    if (closed || stopTimer !== null) return;
    stopTimer = timers.after(ms, () => {
      stopTimer = null;
      void work();
    });
  }

  /**
   * One round at a time. Whoever asks while one runs waits for the one after it, and not for those of others who
   * ask then.
   */
  function work(): Promise<void> {
    if (running === null) {
      stopTimer?.();
      stopTimer = null;
      running = round().finally(() => {
        running = null;
      });
      return running;
    }
    next ??= running.then(() => {
      next = null;
      // Else it is tried again when it is time to.
      return state === 'failing' ? undefined : work();
    });
    return next;
  }

  async function round(): Promise<void> {
    try {
      await openStore();
      if (opened) {
        await parts.writeAll();
        enter('ready', null);
      }
    } catch (thrown) {
      failed(thrown);
      return;
    }
    if (opened && !buffer.isEmpty()) schedule(WRITE_EVERY_MS);
  }

  function store(): StoreLink {
    // A round that still runs would start another thread, which nobody ends.
    if (closed) throw new HistoryError(notOpen(url));
    link ??= start((why) => {
      link = null;
      opened = false;
      // What was being asked of it is rejected next, and a running round then says so itself.
      if (running === null) failed(new HistoryError(why));
    });
    return link;
  }

  async function openStore(): Promise<void> {
    if (opened || cluster === null || url === null) return;
    const { aliases, name, publicUrl } = cluster;
    const now = clock.now();
    const request = { url, aliases, name, publicUrl, instance, now, keptFrom: losses.lostBefore() };
    const answer = await store().call('open', request);
    if (closed) return;
    opened = true;
    kept(answer);
    // Somebody emptied or replaced the database since.
    losses.opened(now, answer);
    enter('ready', null);
    // Told while it was being opened.
    for (const alias of cluster.aliases) if (!aliases.includes(alias)) tellAlias(alias);
    upkeep.start();
    election.start();
    for (const resolve of openWaiters.splice(0)) resolve();
  }

  function tellAlias(alias: string): void {
    store()
      .call('alias', alias, clock.now())
      .then(
        ({ created }) => {
          if (created) losses.emptied();
        },
        (thrown: unknown) => {
          // The next opening names it.
          opened = false;
          if (running === null) failed(thrown);
        },
      );
  }

  const ask: StoreLink['call'] = (method, ...args) =>
    patience.orGiveUp(MOST_READ_MS, (given) =>
      inLine(() => {
        if (given()) return Promise.reject(slow());
        if (opened && link !== null) return link.call(method, ...args);
        return Promise.reject(new HistoryError(error ?? notOpen(url)));
      }),
    );

  return {
    status: () => ({
      state,
      kind: url === null ? null : placeKind(url),
      since,
      keptFrom,
      renewalsKeptFrom: renewalsKeptFrom ?? keptFrom,
      error,
      waiting: buffer.waiting(),
      lost: buffer.lost(),
    }),
    open(asked) {
      // Without a place there is nothing to open, ever.
      if (url === null || closing) return new Promise(() => undefined);
      cluster = { ...asked, aliases: [...new Set([...asked.aliases, ...(cluster?.aliases ?? [])])] };
      return new Promise((resolve) => {
        openWaiters.push(resolve);
        opened = false;
        void work();
      });
    },
    alias(alias) {
      if (cluster === null || cluster.aliases.includes(alias)) return;
      cluster = { ...cluster, aliases: [alias, ...cluster.aliases] };
      if (opened) tellAlias(alias);
    },
    record(part) {
      if (url === null || closed) return;
      buffer.add(part);
      if (opened && state === 'ready' && running === null) schedule(WRITE_EVERY_MS);
    },
    flush() {
      if (closed || !opened || state !== 'ready') return Promise.resolve();
      return patience.within(MOST_FLUSH_MS, work());
    },
    longestHandMs: parts.longestHandMs,
    onEmptied: losses.onEmptied,
    sender,
    reads: historyReads(ask),
    readsOf: (id) =>
      // It is what the same question has for an answer of the cluster that is open.
      historyReads((method, ...args) => ask('ofCluster', id, method, args) as Promise<never>),
    async close(withinMs) {
      if (closing) return;
      closing = true;
      const endsAt = clock.now() + withinMs;
      upkeep.stop();
      if (cluster !== null) await patience.within(withinMs, work());
      closed = true;
      election.stop();
      stopTimer?.();
      stopTimer = null;
      const last = link;
      link = null;
      opened = false;
      const leftMs = Math.max(CLOSES_WITHIN_MS, endsAt - clock.now());
      if (last !== null)
        await patience
          .orGiveUp(leftMs, () => last.call('close'))
          .catch((thrown: unknown) => {
            // Without its hint, which says how it goes on.
            const { code, message } = historyError(thrown, null);
            log.warn({ code, message }, 'History could not be closed');
          });
      if (!buffer.isEmpty())
        log.warn({ waiting: buffer.waiting() }, 'History ends before all was written: the rest is lost');
      await last?.end();
    },
  };
}

/** By what was watched alone, as the store reads it: a handover's stamp tells of its Lease, which not all may see. */
function earliest({ watched }: Batch, lostUntil: number | null): number | null {
  const times = watched.map(({ from }) => from);
  return times.length === 0 ? null : Math.max(Math.min(...times), lostUntil ?? Number.NEGATIVE_INFINITY);
}

function notOpen(url: string | null): FeedError {
  return url === null
    ? {
        code: 'history_off',
        message: 'No history is kept.',
        hint: 'Set TENURE_DATABASE_URL to file:./data/tenure.db or to a PostgreSQL URL.',
      }
    : {
        code: 'history_closed',
        message: 'The history is not open yet.',
        hint: 'It is being opened; ask again in a moment.',
      };
}
