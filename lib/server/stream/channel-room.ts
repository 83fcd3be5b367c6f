/**
 * How many channels there may be, and how much each keeps. Each is looked at for every renewal, and keeps a window of what
 * it has sent: those that clients can make up are bounded, and so are those that nobody is in any more.
 */
import { ApiError } from '../api/api-error.ts';
import type { Channel } from './channel.ts';
import { WINDOW_BYTES } from './message-window.ts';
import { isChoice, type StreamFilter } from './stream-filter.ts';
import type { StreamMemory } from './stream-memory.ts';

/** Different choices of Leases that are followed at once. A page of Tenure's own chooses none. */
export const CHOICES = { ofClient: 50, all: 200 };
/** A channel without viewers goes on for those that come back: for so long, and so many of them. */
export const IDLE_MS = 60_000;
export const MOST_EMPTY = 10;
/** Of all memory what the windows of choices may have together, and all others: the first take nothing from the second. */
const WINDOWS = { choices: 1 / 8, others: 1 / 4 };
const COME_BACK_SECONDS = 30;

/** For one more viewer, in whatever channel. Throws `overloaded`. */
export function checkMemory(memory: StreamMemory): void {
  memory.fit();
  if (memory.isFull()) refuse('overloaded', 'The streams that are open hold all the memory there may be.');
}

/** For one more channel, which `client` opens. Throws `too_many_requests` or `overloaded`. */
export function checkRoom(channels: Iterable<Channel>, filter: StreamFilter, client: string): void {
  if (!isChoice(filter)) return;
  const chosen = [...channels].filter((channel) => isChoice(channel.filter) && channel.emptySince() === null);
  const { ofClient, all } = CHOICES;
  if (chosen.filter((channel) => channel.client === client).length >= ofClient)
    refuse('too_many_requests', `A client may follow ${ofClient} different choices of Leases by streams.`);
  if (chosen.length >= all)
    refuse('overloaded', `${all} different choices of Leases are followed, which is all there may be.`);
}

/** Those that nobody is in go: after a while, and where there are many, the ones that were left first. */
export function dropEmpty(channels: Map<string, Channel>, now: number, memory: StreamMemory): void {
  const before = channels.size;
  const empty = [...channels].flatMap(([key, channel]) => {
    const since = channel.emptySince();
    return since === null ? [] : [{ key, since }];
  });
  empty.sort((a, b) => b.since - a.since);
  for (const [index, { key, since }] of empty.entries())
    if (index >= MOST_EMPTY || now - since >= IDLE_MS) drop(channels, key);
  if (channels.size < before) shareWindows(channels, memory);
}

/** To be called when there is one more, or fewer. */
export function shareWindows(channels: Map<string, Channel>, { most }: StreamMemory): void {
  const all = [...channels.values()];
  const choices = all.filter(({ filter }) => isChoice(filter)).length;
  for (const channel of all) {
    const part = isChoice(channel.filter)
      ? (most * WINDOWS.choices) / choices
      : (most * WINDOWS.others) / (all.length - choices);
    channel.resizeWindow(Math.min(WINDOW_BYTES, part));
  }
}

/** Memory is short: what is kept for those that come, or come back, goes. They are given a snapshot. */
export function shedChannels(channels: Map<string, Channel>): void {
  for (const [key, channel] of channels) {
    if (channel.emptySince() === null) channel.shed();
    else drop(channels, key);
  }
}

function drop(channels: Map<string, Channel>, key: string): void {
  channels.get(key)?.end();
  channels.delete(key);
}

function refuse(code: 'too_many_requests' | 'overloaded', message: string): never {
  throw new ApiError(code, message, { headers: { 'Retry-After': String(COME_BACK_SECONDS) } });
}
