/** Whether what a store calls blind had a reason to be: else everything could be called so, and nothing be lost. */
import { joinStretches, type Stretch, subtractStretches } from '../../lib/lease/stretches.ts';

/** What kept Tenure from watching: no process ran, or its way to the cluster was down, or silent. */
type Trouble = 'away' | 'down' | 'silent';
export type Troubles = {
  begin(what: Trouble): void;
  over(what: Trouble): void;
  /** The watch under way is broken off, and asked for anew. */
  broken(): void;
  /** The API server has forgotten what happened until now. */
  forgot(): void;
  away: readonly Stretch[];
  /** Stretches in which nobody can be asked to have watched, once all is over. */
  excused(): Stretch[];
  /** Stretches until `endedAt` in which nothing kept it, and what arrived did so at once. */
  calm(endedAt: number): Stretch[];
};

const NEVER = Number.POSITIVE_INFINITY;
/** What was heard last and proved the watch, and was committed, may be as old when a process ends. */
export const PROVED_WITHIN_MS = 6_000;
/** Until it asks again, and has an answer. */
const BACK_WITHIN_MS = 25_000;
/** What happened longer ago the API server does not tell any more. */
const REMEMBERED_MS = 75_000;

export function recordTroubles(now: () => number): Troubles {
  const spans: Record<Trouble, Stretch[]> = { away: [], down: [], silent: [] };
  const broken: Stretch[] = [];
  const forgotten: Stretch[] = [];
  const begunAt = now();
  const moment = () => ({ from: now(), to: now() });
  const widened = (of: readonly Stretch[]) =>
    joinStretches(of.map(({ from, to }) => ({ from: from - PROVED_WITHIN_MS, to: to + BACK_WITHIN_MS })));
  return {
    begin(what) {
      if (spans[what].at(-1)?.to !== NEVER) spans[what].push({ from: now(), to: NEVER });
    },
    over(what) {
      const last = spans[what].at(-1);
      if (last?.to === NEVER) last.to = now();
    },
    broken: () => void broken.push(moment()),
    forgot: () => void forgotten.push(moment()),
    away: spans.away,
    excused() {
      const all = widened([...Object.values(spans).flat(), ...forgotten]);
      // A watch that is resumed has lost nothing but what was forgotten meanwhile.
      const lost = [...spans.away, ...forgotten];
      return all.filter(
        ({ from, to }) => to - from > REMEMBERED_MS || lost.some((one) => one.from >= from && one.to <= to),
      );
    },
    calm: (endedAt) =>
      subtractStretches(
        [{ from: begunAt, to: endedAt }],
        widened([...Object.values(spans).flat(), ...forgotten, ...broken]),
      ),
  };
}

/** What is called blind and had no reason to be. */
export function blindWithout(blind: readonly Stretch[], excused: readonly Stretch[]): Stretch[] {
  return subtractStretches(blind, excused);
}
