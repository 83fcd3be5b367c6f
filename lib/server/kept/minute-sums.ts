/** Sums renewals up, minute by minute, with pauses between its parts: the stream goes on meanwhile. */
import type { Batch } from '../../history/history.ts';
import type { Timers } from '../timers.ts';
import { lateOf, MINUTE_MS, type MinuteSource, minutesOf } from './renewal-minutes.ts';

/** Renewals may arrive a little after they happened; a minute is summed up when it is over for so long. */
const SETTLES_MS = 5000;
/** What was late is told before its minute is over, so that a kill loses little of what matters. */
const LATE_EVERY_MS = 10_000;
/** After a long pause of the whole process older minutes have nothing to say. */
const MOST_MINUTES = 10;

export type MinuteSums = {
  /**
   * Sums up what is over by `at`, and now and then what was late since; to be called each second. By `heard` all has
   * arrived that happened before it: minutes that were over earlier are summed up again once it has. Epoch ms.
   */
  tick(at: number, heard: number): void;
  /** Without a pause: the rest of what is being summed up, and every minute that has begun by `at`. */
  finish(at: number, heard: number): void;
};

/** `from`: when renewals began to be seen, epoch ms. */
export function createMinuteSums({
  minutes,
  from,
  record,
  timers,
}: {
  minutes: MinuteSource;
  from: number;
  record: (part: Partial<Batch>) => void;
  timers: Pick<Timers, 'soon'>;
}): MinuteSums {
  let minuteDone = Math.floor(from / MINUTE_MS) * MINUTE_MS;
  let underWay: Generator<Partial<Batch>> | null = null;
  /** The first minute that was summed up before all of it had been heard. */
  let unheard: number | null = null;
  let heardTo = from;
  let lookedAt = from;
  /** Of the minutes that are not done. */
  const toldLate = new Map<string, number>();

  /** What has been heard of since is summed up again. */
  function hear(heard: number): void {
    heardTo = heard;
    if (unheard === null || heard < unheard + MINUTE_MS) return;
    minuteDone = unheard;
    unheard = null;
  }

  /** Of all minutes that are not summed up yet and have begun by then. */
  function* partsUntil(until: number): Generator<Partial<Batch>> {
    const oldest = (Math.floor(until / MINUTE_MS) - MOST_MINUTES + 1) * MINUTE_MS;
    // What was seen right before the pause is still remembered.
    const seenUntil = minuteDone + MINUTE_MS;
    while (minuteDone <= until) {
      const minute = minuteDone > seenUntil ? Math.max(minuteDone, oldest) : minuteDone;
      minuteDone = minute + MINUTE_MS;
      toldLate.clear();
      yield* minutesOf(minutes, minute);
      if (heardTo < minuteDone) unheard ??= minute;
      yield { summedTo: Math.min(minuteDone, heardTo) };
    }
  }

  /** Of those that are not summed up yet and have begun by then. */
  function* lateUntil(until: number): Generator<Partial<Batch>> {
    for (let minute = minuteDone; minute <= until; minute += MINUTE_MS)
      yield* lateOf(minutes, minute, toldLate);
  }

  async function recordAll(parts: Generator<Partial<Batch>>): Promise<void> {
    underWay = parts;
    for (const part of underWay) {
      if (part.minutes?.length || part.slow?.length || part.summedTo !== undefined) record(part);
      await new Promise<void>((resolve) => timers.soon(resolve));
    }
    underWay = null;
  }

  return {
    tick(at, heard) {
      if (underWay !== null) return;
      hear(heard);
      if (at - minuteDone >= MINUTE_MS + SETTLES_MS) {
        void recordAll(partsUntil(at - SETTLES_MS - MINUTE_MS));
      } else if (at - lookedAt >= LATE_EVERY_MS) {
        lookedAt = at;
        void recordAll(lateUntil(at));
      }
    },
    finish(at, heard) {
      // A minute counts as done from when it is begun: whoever paused in it finds nothing left.
      for (const part of underWay ?? []) record(part);
      hear(heard);
      for (const part of partsUntil(at)) record(part);
    },
  };
}
