/** One change of holder, with what it was judged by. Source: field guide §10, `docs/api.md` ("Handover"). */

/** When several causes fit, the first wins; `deleted` stands while nobody has created the Lease again. */
export const HANDOVER_CAUSES = [
  'unseen',
  'recreated',
  'deleted',
  'release',
  'early',
  'expiry',
  'first',
] as const;
export type HandoverCause = (typeof HANDOVER_CAUSES)[number];

export const CERTAINTIES = ['certain', 'likely', 'suspected', 'unknown'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** The values a handover was judged by; times epoch ms, durations ms, claims as strings. */
export type Evidence = Record<string, string | number | boolean | null>;

export type Handover = {
  id: string;
  namespace: string;
  name: string;
  leaseUid: string;
  /** The new holder's first write; while `to` is null, the release or the deletion. Epoch ms. */
  at: number;
  from: string | null;
  to: string | null;
  cause: HandoverCause;
  certainty: Certainty;
  /** The old holder's last renewal → `at`. */
  silentMs: number | null;
  /** No valid holder: release or expiry → `at`. */
  vacantMs: number | null;
  transitionsDelta: number | null;
  coordinated: boolean;
  evidence: Evidence;
};

/**
 * For how many changes of hands it counts: none while nobody has taken it, or for who holds it first; as many as the
 * counter rose where they were not seen.
 */
export function handoverWeight({ to, cause, transitionsDelta }: Handover): number {
  if (to === null || cause === 'first') return 0;
  return cause === 'unseen' ? Math.max(1, transitionsDelta ?? 1) : 1;
}

/**
 * Of what is deleted: it was let go before, or in the same breath, as some clients unlock their Lease. Then nobody was
 * left who could lead on by it.
 */
export function wasLetGo({ evidence }: Pick<Handover, 'evidence'>): boolean {
  return 'deletedAt' in evidence || (evidence.releasedDurationSeconds ?? null) !== null;
}
