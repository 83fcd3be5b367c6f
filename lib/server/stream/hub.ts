/**
 * The stream of changes to every open page (`docs/api.md`, "Stream"). What changes in the book is collected
 * by channels, one for each distinct filter and sight, and leaves four times a second; handovers, alerts and the feed's
 * changes leave at once. Nothing of a namespace that its viewers do not see gets into a channel.
 */
import type { Handover } from '../../lease/handover.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import type { AlertMessage } from '../../view/alert.ts';
import type { LeaseRow, Totals } from '../../view/lease-row.ts';
import type { HistoryStatus, Status } from '../../view/status.ts';
import type { FeedMessage, HandoverMessage, HistoryMessage, PermissionsMessage } from '../../view/stream.ts';
import type { CurrentViewer } from '../current-viewer.ts';
import { oncePerSight, type Sight } from '../sight.ts';
import type { Timers } from '../timers.ts';
import { type Channel, type ChannelSource, createChannel } from './channel.ts';
import { checkMemory, checkRoom, dropEmpty, shareWindows, shedChannels } from './channel-room.ts';
import { createSeries } from './series.ts';
import { SSE_COMMENT } from './sse.ts';
import { filterKey, isNamed, matches, type StreamFilter } from './stream-filter.ts';
import { createStreamMemory } from './stream-memory.ts';
import { createStreamRechecks } from './stream-rechecks.ts';
import { type CloseReason, endedStream, openViewer, type Viewer } from './viewer.ts';

const TICK_MS = 250;
const COMMENT_MS = 15_000;
/** Heartbeats that are not held and have rows; beyond that the totals say how many more there are. */
export const HEARTBEAT_ROWS = 1000;

/** Each as it is for who has this sight. */
export type HubSource = Pick<ChannelSource, 'now'> & {
  row(lease: TrackedLease, now: number, sight: Sight): LeaseRow;
  all(sight: Sight): Iterable<TrackedLease>;
  totals(sight: Sight): Totals;
  status(sight: Sight): Status;
  provenAt(sight: Sight): (number | null)[];
  feed(sight: Sight): FeedMessage['feed'];
};
export type StreamHub = ReturnType<typeof createStreamHub>;

export type HubOptions = {
  source: HubSource;
  /** Names this process's numbering of messages; a client of another instance gets a snapshot. */
  instance: string;
  timers: Timers;
  queueBytes?: number;
  streamBytes?: number;
  onClose?: (reason: CloseReason) => void;
  /** A snapshot could not be made, or a viewer not be asked about; it is closed and comes back. */
  onError?: (error: unknown) => void;
};

export function createStreamHub(options: HubOptions) {
  const { source, instance, timers, queueBytes, streamBytes, onClose, onError } = options;
  const channels = new Map<string, Channel>();
  const memory = createStreamMemory(() => shedChannels(channels), streamBytes);
  const inTurn = createSeries();
  const viewers = new Set<Viewer>();
  const heartbeats = new Map<number, TrackedLease>();
  let opened = 0;
  let commentAt = source.now() + COMMENT_MS;
  const rechecks = createStreamRechecks(source.now(), (error) => onError?.(error));
  let stopTicking: (() => void) | null = null;
  let closed = false;

  const shown = (lease: TrackedLease) => lease.elects || heartbeats.has(lease.key);

  function* leasesFor(filter: StreamFilter): Iterable<TrackedLease> {
    for (const lease of source.all(filter.sight)) if (isNamed(filter) || shown(lease)) yield lease;
  }

  function channelFor(filter: StreamFilter, client: string): Channel {
    const key = filterKey(filter);
    const existing = channels.get(key);
    if (existing !== undefined) return existing;
    dropEmpty(channels, source.now(), memory);
    checkRoom(channels.values(), filter, client);
    opened += 1;
    const channel = createChannel(
      filter,
      { instance: `${instance}-${opened}`, client },
      {
        row: (lease, now) => source.row(lease, now, filter.sight),
        now: source.now,
        leases: () => leasesFor(filter),
        totals: () => source.totals(filter.sight),
        status: () => source.status(filter.sight),
        provenAt: () => source.provenAt(filter.sight),
      },
      { timers, memory, inTurn },
    );
    channels.set(key, channel);
    shareWindows(channels, memory);
    stopTicking ??= timers.every(TICK_MS, tick);
    return channel;
  }

  function tick(): void {
    const now = source.now();
    rechecks.tick(now);
    dropEmpty(channels, now, memory);
    for (const channel of channels.values()) {
      channel.tick(now);
      if (now >= commentAt) channel.send(SSE_COMMENT);
    }
    if (now >= commentAt) commentAt = now + COMMENT_MS;
    if (channels.size === 0) {
      stopTicking?.();
      stopTicking = null;
    }
  }

  /** `always`: its row belongs to those who see everything, not only to those who named it. */
  function* channelsOf(lease: TrackedLease, always: boolean): Iterable<Channel> {
    for (const channel of channels.values()) {
      if ((always || channel.named) && matches(channel.filter, lease)) yield channel;
    }
  }

  function heartbeatChanged(lease: TrackedLease): void {
    const quiet = lease.state === 'held' || lease.state === 'unknown';
    if (quiet) {
      const wasShown = heartbeats.delete(lease.key);
      // Also one that was taken for an election before its class was known.
      for (const channel of channelsOf(lease, true)) {
        if (channel.named) continue;
        if (wasShown || channel.pending.isKnown(lease.key)) channel.pending.removed(lease.key);
      }
    } else if (heartbeats.has(lease.key) || heartbeats.size < HEARTBEAT_ROWS) {
      heartbeats.set(lease.key, lease);
    }
    for (const channel of channelsOf(lease, shown(lease))) channel.pending.rowChanged(lease);
  }

  return {
    rowChanged(lease: TrackedLease): void {
      if (!lease.elects) {
        heartbeatChanged(lease);
        return;
      }
      // One that was taken for a heartbeat leaves its place to another.
      heartbeats.delete(lease.key);
      for (const channel of channelsOf(lease, true)) channel.pending.rowChanged(lease);
    },
    renewed(lease: TrackedLease): void {
      if (channels.size === 0) return;
      for (const channel of channelsOf(lease, lease.elects)) channel.pending.renewed(lease);
    },
    removed(lease: TrackedLease): void {
      const wasShown = heartbeats.delete(lease.key);
      const always = lease.elects || wasShown;
      for (const channel of channelsOf(lease, always)) channel.pending.removed(lease.key);
    },
    handover(handover: Handover, lease: TrackedLease): void {
      const message: HandoverMessage = { handover, now: Math.round(source.now()) };
      const data = JSON.stringify(message);
      for (const channel of channelsOf(lease, true)) channel.publish('handover', data);
    },
    feedChanged(): void {
      if (channels.size === 0) return;
      const said = oncePerSight((sight) => {
        const message: FeedMessage = { feed: source.feed(sight), now: Math.round(source.now()) };
        return { live: message.feed.state === 'live', data: JSON.stringify(message) };
      });
      for (const channel of channels.values()) {
        const { live, data } = said(channel.filter.sight);
        if (live) {
          // Rows that were made meanwhile say "unknown". What was counted while they were read is told before it is called live.
          channel.recheck();
          channel.tick(source.now());
        }
        channel.publish('feed', data);
      }
    },
    /** Null: nothing for this sight. */
    historyChanged(historyFor: (sight: Sight) => HistoryStatus | null): void {
      const said = oncePerSight((sight) => {
        const history = historyFor(sight);
        if (history === null) return '';
        return JSON.stringify({ history, now: Math.round(source.now()) } satisfies HistoryMessage);
      });
      for (const channel of channels.values()) {
        const data = said(channel.filter.sight);
        if (data !== '') channel.publish('history', data);
      }
    },
    permissionsChanged(): void {
      const said = oncePerSight((sight) => {
        const { permissions } = source.status(sight);
        return JSON.stringify({ permissions, now: Math.round(source.now()) } satisfies PermissionsMessage);
      });
      for (const channel of channels.values()) channel.publish('permissions', said(channel.filter.sight));
    },
    /** To every stream, whatever it is about: each page shows that something fires. Null: nothing for this sight. */
    alertsChanged(messageFor: (sight: Sight) => AlertMessage | null): void {
      if (channels.size === 0) return;
      const said = oncePerSight((sight) => {
        const message = messageFor(sight);
        return message === null ? '' : JSON.stringify(message);
      });
      for (const channel of channels.values()) {
        const data = said(channel.filter.sight);
        if (data !== '') channel.publish('alert', data);
      }
    },
    /**
     * The body of one stream; it ends when `signal` aborts, the reader cancels, stalls, at `close`, or once its viewer
     * does not see any more what `filter.sight` says. Throws where `client` may have no such stream besides.
     */
    open(
      filter: StreamFilter,
      lastEventId: string | null,
      signal: AbortSignal,
      { recheck, session, client = '' }: Pick<CurrentViewer, 'recheck' | 'session'> & { client?: string },
    ): ReadableStream<Uint8Array> {
      if (signal.aborted || closed) return endedStream();
      checkMemory(memory);
      const channel = channelFor(filter, client);
      const viewer = openViewer({
        signal,
        memory,
        ...(queueBytes === undefined ? {} : { queueBytes }),
        onClose(reason) {
          viewers.delete(viewer);
          rechecks.remove(viewer);
          channel.leave(viewer);
          onClose?.(reason);
        },
      });
      viewers.add(viewer);
      rechecks.add(viewer, { sight: filter.sight, recheck, ...(session === undefined ? {} : { session }) });
      channel.join(viewer, lastEventId).catch((error: unknown) => {
        onError?.(error);
        viewer.close();
      });
      return viewer.stream;
    },
    endSession: rechecks.endSession,
    viewers: () => viewers.size,
    channels: () => channels.size,
    held: memory.held,
    close(): void {
      closed = true;
      stopTicking?.();
      stopTicking = null;
      for (const viewer of [...viewers]) viewer.close();
      shedChannels(channels);
    },
  };
}
