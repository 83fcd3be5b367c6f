/** Real elections, each harmed in one way, all at the same time; and some that are left in peace. */
import type { Election } from './elections.ts';

const SECOND_MS = 1000;
/** Until then everything settles: 30 s from when Tenure is live on (field guide §10). */
export const HARM_FROM_MS = 36 * SECOND_MS;
/** Every request takes longer from then on: it harms all of them. */
export const SLOW_FROM_MS = 92 * SECOND_MS;
const SLOW_FOR_MS = 20 * SECOND_MS;
/** More than the 5.5 s that make a renewal every 2 s late at 15/10/2, less than the deadline. */
const SLOWER_MS = 6500;

const NAMESPACE = 'findings';
type Timing = readonly [durationSeconds: number, deadlineSeconds: number, retrySeconds: number];
const SHORT: Timing = [3, 2, 0.5];
const USUAL: Timing = [15, 10, 2];

function election(name: string, timing: Timing, over: Partial<Election> = {}): Election {
  const [durationSeconds, deadlineSeconds, retrySeconds] = timing;
  const times = { durationSeconds, deadlineSeconds, retrySeconds };
  return {
    namespace: NAMESPACE,
    name,
    candidates: 2,
    ...times,
    release: true,
    static: false,
    skewMs: 0,
    ...over,
  };
}

export const key = (name: string): string => `${NAMESPACE}/${name}`;
export const CALM = ['calm-0', 'calm-1', 'calm-2', 'calm-3'];

type Action = { atMs: number; do: string; lease?: string; forMs?: number; ms?: number };

function again(times: number, fromMs: number, everyMs: number, action: Omit<Action, 'atMs'>): Action[] {
  return Array.from({ length: times }, (_, index) => ({ atMs: fromMs + index * everyMs, ...action }));
}

export const SCENARIO = {
  seed: 1,
  elections: [
    ...CALM.map((name) => election(name, USUAL)),
    election('expired', SHORT, { candidates: 1, release: false }),
    election('vacant', SHORT, { candidates: 1 }),
    election('releasing', SHORT),
    election('crashing', SHORT, { release: false }),
    election('stolen', USUAL),
    election('deleted', USUAL, { candidates: 3 }),
    election('near', [8, 7, 1]),
    election('invalid', [5, 4, 3], { candidates: 1 }),
    election('changed', [4, 3, 0.5], { candidates: 1 }),
  ],
  heartbeats: { nodes: 6, everySeconds: 10, skewMs: 0 },
  actions: [
    { atMs: HARM_FROM_MS, do: 'crash', lease: key('expired') },
    { atMs: HARM_FROM_MS, do: 'release', lease: key('vacant') },
    { atMs: HARM_FROM_MS, do: 'steal', lease: key('stolen') },
    // Its holder does not notice, and another one makes it again.
    { atMs: HARM_FROM_MS, do: 'pause', lease: key('deleted'), forMs: 7 * SECOND_MS },
    { atMs: HARM_FROM_MS + 500, do: 'delete', lease: key('deleted') },
    { atMs: HARM_FROM_MS + 5 * SECOND_MS, do: 'release', lease: key('changed') },
    ...again(5, HARM_FROM_MS, 7 * SECOND_MS, { do: 'release', lease: key('releasing'), forMs: 1000 }),
    ...again(5, HARM_FROM_MS, 9 * SECOND_MS, { do: 'crash', lease: key('crashing'), forMs: 1000 }),
    // Longer than 60 % of 8 s without a renewal, and still before the deadline.
    ...again(4, HARM_FROM_MS, 11 * SECOND_MS, { do: 'pause', lease: key('near'), forMs: 5000 }),
    { atMs: SLOW_FROM_MS, do: 'slow', forMs: SLOW_FOR_MS, ms: SLOWER_MS },
  ],
};

/** In a process of its own: what takes over `changed` once it is given up, with another duration. */
export const OTHER_SCENARIO = {
  seed: 2,
  elections: [election('changed', [8, 6, 0.5], { candidates: 1 })],
};
