/** What may happen, at random, and how long until the next thing does. */
import fc from 'fast-check';
import type { ProcessFault, ServerFault } from '../../lib/simulator/faults.ts';
import { ELECTIONS, keyOf } from './schedule-world.ts';

type Harm = {
  do: 'crash' | 'release' | 'partition' | 'pause' | 'scale-to-zero';
  lease: string;
  forMs: number;
};
export type Step = { thenMs: number } & (
  | Harm
  | { do: 'delete'; lease: string }
  | { do: 'slow' | 'stall'; forMs: number }
  // Whoever reads what is kept has written what waits.
  | { do: 'kill' | 'stop' | 'start' | 'read' }
  | { do: 'down' | 'up' | 'reset' | 'silence' | 'end-watches' | 'compact' }
);

const thenMs = fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 40_000 }));
const harm = fc.record({
  do: fc.constantFrom<Harm['do'][]>('crash', 'release', 'partition', 'pause', 'scale-to-zero'),
  lease: fc.constantFrom(...ELECTIONS.map(keyOf)),
  forMs: fc.integer({ min: 500, max: 30_000 }),
  thenMs,
});
const deletion = fc.record({
  do: fc.constant('delete' as const),
  lease: fc.constantFrom(...ELECTIONS.map(keyOf)),
  thenMs,
});
const trouble = fc.record({
  do: fc.constantFrom('slow' as const, 'stall' as const),
  forMs: fc.integer({ min: 500, max: 6_000 }),
  thenMs,
});
const tenure = fc.record({
  do: fc.constantFrom(
    ...(['kill', 'start', 'stop', 'start', 'down', 'up', 'up', 'reset', 'silence', 'end-watches'] as const),
    ...(['compact', 'read'] as const),
  ),
  thenMs,
});

export const schedule: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: harm },
    { weight: 1, arbitrary: deletion },
    { weight: 1, arbitrary: trouble },
    { weight: 5, arbitrary: tenure },
  ),
  { minLength: 4, maxLength: 16 },
);

/** Null for what is done to Tenure or its way to the cluster. */
export function faultOf(step: Step): ProcessFault | ServerFault | null {
  switch (step.do) {
    case 'crash':
    case 'release':
    case 'partition':
    case 'pause':
    case 'scale-to-zero':
      return { do: step.do, lease: step.lease, forMs: step.forMs };
    case 'delete':
      return { do: 'delete', lease: step.lease };
    case 'slow':
      return { do: 'slow', ms: step.forMs / 4, forMs: step.forMs };
    case 'stall':
      return { do: 'stall', forMs: step.forMs };
    default:
      return null;
  }
}

const POLITE = 'team-a/polite-lock';
const HASTY = 'team-a/hasty-lock';
const PATIENT = 'team-a/patient-lock';

/**
 * Found, and told ever since. First: nobody watched while somebody took over and released again: the counter tells of
 * both changes, also once another handover with a counter of its own follows. Second: a run that is killed when a
 * release is kept and before its next tick; the run after it has to know that somebody may follow. Third: somebody took
 * over and released again unseen, and who took over then was seen before what was kept had been joined. Fourth: the
 * same after a release that was seen.
 */
export const FOUND: [number, Step[]][] = [
  [
    932132129,
    [
      { do: 'partition', lease: POLITE, forMs: 22_792, thenMs: 2_812 },
      { do: 'stop', thenMs: 8_127 },
      { do: 'crash', lease: POLITE, forMs: 4_479, thenMs: 14_283 },
      { do: 'scale-to-zero', lease: POLITE, forMs: 17_782, thenMs: 582 },
      { do: 'start', thenMs: 20_842 },
      { do: 'slow', forMs: 3_870, thenMs: 22_595 },
      { do: 'release', lease: POLITE, forMs: 17_755, thenMs: 12_582 },
    ],
  ],
  [
    7,
    [
      { do: 'scale-to-zero', lease: POLITE, forMs: 10_000, thenMs: 350 },
      { do: 'read', thenMs: 10 },
      { do: 'kill', thenMs: 30_000 },
      { do: 'start', thenMs: 100 },
    ],
  ],
  [
    13,
    [
      { do: 'stall', forMs: 5_996, thenMs: 28_427 },
      { do: 'pause', lease: HASTY, forMs: 29_998, thenMs: 9 },
      { do: 'release', lease: HASTY, forMs: 501, thenMs: 11 },
      { do: 'partition', lease: POLITE, forMs: 29_994, thenMs: 14 },
      { do: 'kill', thenMs: 5 },
      { do: 'scale-to-zero', lease: POLITE, forMs: 22_879, thenMs: 2_991 },
      { do: 'up', thenMs: 2_923 },
      { do: 'end-watches', thenMs: 2_998 },
      { do: 'up', thenMs: 3 },
      { do: 'up', thenMs: 7_399 },
      { do: 'partition', lease: HASTY, forMs: 27_927, thenMs: 35_288 },
      { do: 'release', lease: POLITE, forMs: 12_019, thenMs: 2_814 },
      { do: 'release', lease: HASTY, forMs: 29_990, thenMs: 149 },
      { do: 'compact', thenMs: 9 },
    ],
  ],
  [
    1_192_799_869,
    [
      { do: 'scale-to-zero', lease: HASTY, forMs: 6_909, thenMs: 37_690 },
      { do: 'scale-to-zero', lease: POLITE, forMs: 24_705, thenMs: 1_411 },
      { do: 'stop', thenMs: 22_192 },
      { do: 'compact', thenMs: 347 },
      { do: 'pause', lease: HASTY, forMs: 25_123, thenMs: 2_192 },
      { do: 'scale-to-zero', lease: POLITE, forMs: 27_354, thenMs: 258 },
      { do: 'scale-to-zero', lease: PATIENT, forMs: 4_497, thenMs: 1_111 },
      { do: 'up', thenMs: 2_574 },
      { do: 'release', lease: PATIENT, forMs: 24_049, thenMs: 193 },
    ],
  ],
];
