/** The viewers that see the same Leases: every message is made and serialised once for all of them. */
import type { TrackedLease } from '../../lease/tracked.ts';
import type { PatchMessage } from '../../view/stream.ts';
import type { Timers } from '../timers.ts';
import { createMessageWindow, WINDOW_BYTES } from './message-window.ts';
import { createPendingChanges } from './pending-changes.ts';
import { createSlowBudget } from './slow-budget.ts';
import { buildSnapshot, type SnapshotSource } from './snapshot.ts';
import { SSE_RETRY, sseMessage } from './sse.ts';
import { isNamed, matches, type StreamFilter } from './stream-filter.ts';
import type { StreamMemory } from './stream-memory.ts';
import type { Viewer } from './viewer.ts';

/** An open page that hears nothing for 12 s has lost Tenure, so a patch comes at least this often. */
const QUIET_MS = 5000;
/** Later viewers are given the same snapshot, and the messages since. */
const SNAPSHOT_REUSED_MS = 10_000;
export type ChannelSource = SnapshotSource & { leases(): Iterable<TrackedLease> };
export type Channel = ReturnType<typeof createChannel>;
/** `id`, `at`: as of which message and when it was begun; `held`: its chunks, counted as long as they stand here. */
type Snapshot = {
  id: number;
  at: number;
  held: Uint8Array[];
  isWhole: boolean;
  chunks: Promise<Uint8Array[]>;
};
/** What a channel has of the hub. `inTurn`: snapshots are made one after the other, else all would be there unsent. */
export type ChannelMeans = {
  timers: Timers;
  memory: StreamMemory;
  inTurn<T>(work: () => Promise<T>): Promise<T>;
};

/** `instance` names this channel's numbering in the ids of its messages; `client`: who opened it. */
export function createChannel(
  filter: StreamFilter,
  { instance, client }: { instance: string; client: string },
  source: ChannelSource,
  { timers, memory, inTurn }: ChannelMeans,
) {
  const named = isNamed(filter);
  /** Those that have their snapshot, of all who are here. */
  const viewers = new Set<Viewer>();
  const here = new Set<Viewer>();
  const pending = createPendingChanges(source.row, named);
  const window = createMessageWindow(0, WINDOW_BYTES, memory);
  const budget = createSlowBudget(source.now());
  let lastId = 0;
  let lastTotals = '';
  let lastPatchAt = source.now();
  let emptySince: number | null = source.now();
  let first = true;
  let ended = false;
  let snapshot: Snapshot | null = null;

  function publish(event: string, data: string): number {
    if (ended) return 0;
    lastId += 1;
    const bytes = sseMessage(event, data, `${instance}.${lastId}`);
    window.add(lastId, bytes);
    for (const viewer of viewers) viewer.send(bytes);
    memory.fit();
    return bytes.byteLength;
  }

  function patch(now: number): void {
    const changes = pending.take(now, budget.at(now, source.totals().leases));
    const totals = source.totals();
    const totalsText = JSON.stringify(totals);
    const quiet = changes.rows.length + changes.removed.length + changes.renewals.length === 0;
    if (quiet && totalsText === lastTotals && now - lastPatchAt < QUIET_MS) return;
    const message: PatchMessage = {
      ...changes,
      totals: totalsText === lastTotals ? null : totals,
      now: Math.round(now),
      provenAt: source.provenAt(),
    };
    lastTotals = totalsText;
    lastPatchAt = now;
    budget.spent(publish('patch', JSON.stringify(message)));
  }

  function currentSnapshot(): Snapshot {
    const { now } = source;
    if (snapshot !== null) {
      const { id, at, isWhole } = snapshot;
      if (!isWhole || (now() - at < SNAPSHOT_REUSED_MS && window.since(id) !== null)) return snapshot;
      shed();
    }
    const next: Snapshot = {
      id: lastId,
      at: now(),
      held: [],
      isWhole: false,
      chunks: inTurn(() => build(next)),
    };
    snapshot = next;
    return next;
  }

  async function build(next: Snapshot): Promise<Uint8Array[]> {
    const chunks: Uint8Array[] = [];
    next.id = lastId;
    next.at = source.now();
    next.held = chunks;
    window.keepAfter(next.id);
    try {
      // Those that left before it was their turn keep nobody waiting.
      if (here.size === 0) return chunks;
      const leases = [...source.leases()].filter((lease) => matches(filter, lease));
      const byAll = first;
      first = false;
      await buildSnapshot(leases, `${instance}.${next.id}`, source, timers, {
        row: (row, lease) => pending.known(row, lease, byAll),
        chunk(bytes) {
          chunks.push(bytes);
          memory.hold(bytes);
          memory.fit();
        },
      });
      next.isWhole = true;
      return chunks;
    } finally {
      if (ended || !next.isWhole) discard(next);
    }
  }

  /** Whoever waits for it still has its chunks. */
  function discard(old: Snapshot): void {
    for (const bytes of old.held) memory.release(bytes);
    old.held = [];
    if (snapshot === old) snapshot = null;
  }

  /** Who comes next has another one made. */
  function shed(): void {
    if (snapshot?.isWhole) discard(snapshot);
  }

  async function sendSnapshot(viewer: Viewer): Promise<void> {
    const current = currentSnapshot();
    for (const chunk of await current.chunks) viewer.send(chunk, chunk.byteLength);
    const since = window.since(current.id);
    if (since === null) {
      // So much happened meanwhile that the window moved on: only a newer snapshot is whole.
      if (!viewer.closed) await sendSnapshot(viewer);
      return;
    }
    for (const bytes of since) viewer.send(bytes);
    if (!viewer.closed) viewers.add(viewer);
    memory.fit();
  }

  return {
    filter,
    named,
    instance,
    client,
    pending,
    publish,
    /** Gives `viewer` what it lacks and then everything new. `lastEventId`: of the last message it had, of whatever channel. */
    async join(viewer: Viewer, lastEventId: string | null): Promise<void> {
      const seen = seenId(lastEventId, instance);
      here.add(viewer);
      emptySince = null;
      viewer.send(SSE_RETRY);
      const missed = seen === null ? null : window.since(seen);
      if (missed === null) return sendSnapshot(viewer);
      for (const bytes of missed) viewer.send(bytes);
      if (!viewer.closed) viewers.add(viewer);
      memory.fit();
    },
    /** Every row may read otherwise now. */
    recheck(): void {
      for (const lease of source.leases()) if (matches(filter, lease)) pending.recheck(lease);
    },
    leave(viewer: Viewer): void {
      viewers.delete(viewer);
      here.delete(viewer);
      if (here.size === 0) emptySince = source.now();
    },
    /** To be called four times a second, and when the feed is live again. */
    tick(now: number): void {
      // Those who waited for it have it by now, and what was sent since.
      if (snapshot === null || snapshot.isWhole) window.keepAfter(null);
      if (snapshot !== null && now - snapshot.at >= SNAPSHOT_REUSED_MS) shed();
      patch(now);
    },
    send(bytes: Uint8Array): void {
      for (const viewer of viewers) viewer.send(bytes);
    },
    /** Null while anybody is here. */
    emptySince: () => emptySince,
    resizeWindow: window.resize,
    shed,
    /** Nobody is here, and nobody comes back to it. */
    end(): void {
      ended = true;
      window.end();
      shed();
    },
  };
}

function seenId(lastEventId: string | null, instance: string): number | null {
  if (lastEventId === null || !lastEventId.startsWith(`${instance}.`)) return null;
  const number = lastEventId.slice(instance.length + 1);
  return /^\d{1,15}$/.test(number) ? Number(number) : null;
}
