/** The viewers that see the same Leases: every message is made and serialised once for all of them. */
import type { TrackedLease } from '../../lease/tracked.ts';
import type { PatchMessage } from '../../view/stream.ts';
import type { Timers } from '../timers.ts';
import { createMessageWindow } from './message-window.ts';
import { createPendingChanges } from './pending-changes.ts';
import { createSlowBudget } from './slow-budget.ts';
import { buildSnapshot, type SnapshotSource } from './snapshot.ts';
import { SSE_RETRY, sseMessage } from './sse.ts';
import { isNamed, matches, type StreamFilter } from './stream-filter.ts';
import type { Viewer } from './viewer.ts';

/** An open page that hears nothing for 12 s has lost Tenure, so a patch comes at least this often. */
const QUIET_MS = 5000;
/** Later viewers are given the same snapshot, and the messages since. */
const SNAPSHOT_REUSED_MS = 10_000;
const WINDOW_BYTES = 4 * 1024 * 1024;
export type ChannelSource = SnapshotSource & { leases(): Iterable<TrackedLease> };
export type Channel = ReturnType<typeof createChannel>;

/** `instance` names this channel's numbering in the ids of its messages; `client`: who opened it. */
export function createChannel(
  filter: StreamFilter,
  { instance, client }: { instance: string; client: string },
  source: ChannelSource,
  timers: Timers,
) {
  const named = isNamed(filter);
  /** Those that have their snapshot, of all who are here. */
  const viewers = new Set<Viewer>();
  const here = new Set<Viewer>();
  const pending = createPendingChanges(source.row, named);
  const window = createMessageWindow(0, WINDOW_BYTES);
  const budget = createSlowBudget(source.now());
  let lastId = 0;
  let lastTotals = '';
  let lastPatchAt = source.now();
  let emptySince: number | null = source.now();
  let first = true;
  let snapshot: { id: number; at: number; chunks: Promise<Uint8Array[]> } | null = null;

  function publish(event: string, data: string): number {
    lastId += 1;
    const bytes = sseMessage(event, data, `${instance}.${lastId}`);
    window.add(lastId, bytes);
    for (const viewer of viewers) viewer.send(bytes);
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

  function currentSnapshot(now: number): { id: number; chunks: Promise<Uint8Array[]> } {
    if (snapshot !== null && now - snapshot.at < SNAPSHOT_REUSED_MS && window.since(snapshot.id) !== null) {
      return snapshot;
    }
    const leases = [...source.leases()].filter((lease) => matches(filter, lease));
    const byAll = first;
    first = false;
    const chunks = buildSnapshot(leases, `${instance}.${lastId}`, source, timers, (row, lease) =>
      pending.known(row, lease, byAll),
    );
    snapshot = { id: lastId, at: now, chunks };
    return snapshot;
  }

  async function sendSnapshot(viewer: Viewer): Promise<void> {
    const { id, chunks } = currentSnapshot(source.now());
    for (const chunk of await chunks) viewer.send(chunk, chunk.byteLength);
    const since = window.since(id);
    if (since === null) {
      // So much happened meanwhile that the window moved on: only a newer snapshot is whole.
      if (!viewer.closed) await sendSnapshot(viewer);
      return;
    }
    for (const bytes of since) viewer.send(bytes);
    if (!viewer.closed) viewers.add(viewer);
  }

  return {
    filter,
    named,
    instance,
    client,
    pending,
    publish,
    /** Gives `viewer` what it lacks and then everything new. `seen`: the last id it had of this channel. */
    async join(viewer: Viewer, seen: number | null): Promise<void> {
      here.add(viewer);
      emptySince = null;
      viewer.send(SSE_RETRY);
      const missed = seen === null ? null : window.since(seen);
      if (missed === null) return sendSnapshot(viewer);
      for (const bytes of missed) viewer.send(bytes);
      if (!viewer.closed) viewers.add(viewer);
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
      if (snapshot !== null && now - snapshot.at >= SNAPSHOT_REUSED_MS) snapshot = null;
      patch(now);
    },
    send(bytes: Uint8Array): void {
      for (const viewer of viewers) viewer.send(bytes);
    },
    /** Null while anybody is here. */
    emptySince: () => emptySince,
  };
}
