/** The scenario of the truth test: twenty elections of every kind, and what is done to them. */
export type Election = {
  namespace: string;
  name: string;
  candidates: number;
  durationSeconds: number;
  deadlineSeconds: number;
  retrySeconds: number;
  release: boolean;
  static: boolean;
  skewMs: number;
};
type Action = { atMs: number; do: string; lease: string; forMs?: number; ms?: number };

/** Durations, deadlines and retry periods, s: mostly short, so that two minutes hold many handovers. */
const TIMINGS: readonly (readonly [number, number, number])[] = [
  [4, 3, 0.5],
  [4, 3, 0.5],
  [5, 3, 1],
  [6, 4, 1],
  [15, 10, 2],
];
const SKEWS_MS = [0, 0, 8_000, 0, -30_000];

export const ELECTIONS: readonly Election[] = Array.from({ length: 20 }, (_, index) => {
  const [durationSeconds, deadlineSeconds, retrySeconds] = TIMINGS[index % TIMINGS.length] ?? [4, 3, 0.5];
  return {
    namespace: index % 3 === 0 ? 'payments' : 'platform',
    name: `elects-${index}`,
    candidates: 2 + (index % 2),
    durationSeconds,
    deadlineSeconds,
    retrySeconds,
    release: index % 2 === 0,
    static: index % 4 === 3,
    skewMs: SKEWS_MS[(index + 2) % SKEWS_MS.length] ?? 0,
  };
});

export const keyOf = (election: { namespace: string; name: string }): string =>
  `${election.namespace}/${election.name}`;

const FAULTS = ['crash', 'release', 'partition', 'pause', 'slow', 'skew', 'steal', 'delete'];
const seconds = (value: number): number => value * 1_000;
export const FAULTS_FROM_MS = seconds(6);
export const FAULTS_UNTIL_MS = seconds(112);
/** Takeovers that the last faults lead to are waited for. */
export const WATCHED_FOR_MS = seconds(120);

/** Random faults for two minutes, and between them each kind for certain on an election left in peace else. */
export function scenario(seed: number): Record<string, unknown> {
  const certain = ['crash', 'release', 'steal', 'delete'];
  const actions: Action[] = ELECTIONS.flatMap((election, index) => {
    const what = certain[Math.floor(index / 2) % certain.length] ?? 'crash';
    return [{ atMs: FAULTS_FROM_MS + index * 400, do: what, lease: keyOf(election), forMs: 3_000 }];
  });
  return {
    seed,
    runMs: 0,
    elections: ELECTIONS,
    heartbeats: { nodes: 5, everySeconds: 10, skewMs: 7_000 },
    actions,
    randomEveryMs: 700,
    randomDo: FAULTS.filter((one) => one !== 'slow').concat(FAULTS),
    randomUntilMs: FAULTS_UNTIL_MS,
  };
}
