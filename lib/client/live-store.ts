/**
 * The one store of the page: what Tenure has said, when it was last heard, and its time. A closure with
 * `subscribe`; no React in it.
 */
import type { Handover } from '../lease/handover.ts';
import type { StreamMessage } from '../view/stream.ts';
import { createLiveClock } from './live-clock.ts';
import { type LiveState, NOTHING_KNOWN, reduceLive, seedHandovers } from './live-state.ts';

/** Patches come at least every 5 s: a page that hears nothing for this long has lost Tenure. */
export const SILENCE_MS = 12_000;
/** The browser says that the connection broke, and tries again after 2 s: what is back by then was no loss. */
export const BROKEN_MS = 4_000;

/** How the browser hears Tenure. `problem`: why it cannot, in the words of whatever failed. */
export type Link = { type: 'connecting' | 'stream' | 'polling' | 'signed-out'; problem: string | null };

export type LiveStore = {
  state(): LiveState;
  link(): Link;
  /** Tenure's time, epoch ms; null before it has spoken. */
  now(): number | null;
  /** Nothing heard for `SILENCE_MS`, or never; the connection has been broken for `BROKEN_MS`; or nobody is signed in. */
  lost(): boolean;
  receive(message: StreamMessage, instance: string | null): void;
  /** Taken over whole from the worker that other tabs share; `now` is Tenure's time. */
  adopt(state: LiveState, now: number | null): void;
  seedHandovers(fetched: readonly Handover[]): void;
  setLink(link: Link): void;
  subscribe(listener: () => void): () => void;
};

/**
 * `monotonic`: ms that never step, `performance.now` in a browser. `soon`: when those who subscribed are told; what
 * comes in until then is told together.
 */
export function createLiveStore(
  monotonic: () => number,
  soon: (tell: () => void) => void = (tell) => tell(),
): LiveStore {
  const clock = createLiveClock();
  const listeners = new Set<() => void>();
  let state = NOTHING_KNOWN;
  let link: Link = { type: 'connecting', problem: null };
  let heardAt = monotonic();
  let brokenAt: number | null = null;
  let toBeTold = false;

  function changed(): void {
    if (toBeTold) return;
    toBeTold = true;
    soon(() => {
      toBeTold = false;
      for (const listener of listeners) listener();
    });
  }
  function heard(now: number): void {
    heardAt = monotonic();
    clock.learn(now, heardAt);
  }

  return {
    state: () => state,
    link: () => link,
    now: () => clock.at(monotonic()),
    lost: () =>
      link.type === 'signed-out' ||
      monotonic() - heardAt > SILENCE_MS ||
      (brokenAt !== null && monotonic() - brokenAt > BROKEN_MS),
    receive(message, instance) {
      if (instance !== null && state.instance !== null && instance !== state.instance) clock.reset();
      heard(message.data.now);
      state = reduceLive(state, message, instance);
      changed();
    },
    adopt(whole, now) {
      clock.reset();
      if (now !== null) heard(now);
      // The worker may have begun anew: its count may be what it was here.
      const revision = state.revision + 1;
      const handovers = new Map([...state.handovers, ...whole.handovers]);
      state = { ...whole, handovers, revision };
      changed();
    },
    seedHandovers(fetched) {
      state = seedHandovers(state, fetched);
      changed();
    },
    setLink(next) {
      if (next.type === link.type && next.problem === link.problem) return;
      link = next;
      brokenAt = next.type === 'connecting' ? (brokenAt ?? monotonic()) : null;
      changed();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Messages come in bursts, a snapshot in many: the page is drawn once a frame for all of them, also where no frames are. */
const FRAME_MS = 16;

/** The page's own. On the server it stays empty. */
export const liveStore = createLiveStore(
  () => performance.now(),
  (tell) => setTimeout(tell, FRAME_MS),
);

export function liveNow(): number | null {
  return liveStore.now();
}
