/** A finding with a life: pending, firing, resolved. Exact names: `docs/api.md` ("Alert"). */
import type { Finding } from '../detect/finding.ts';

export const ALERT_STATES = ['pending', 'firing', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

export type Alert = {
  /** `rule:key@began`: names this one time for good, also after a restart. */
  id: string;
  /** `rule:key`: the same each time the same trouble comes back. */
  fingerprint: string;
  state: AlertState;
  /** As it was found last; its `since` the earliest that was ever found, its severity see `severityAt`. */
  finding: Finding;
  /** When it was found first, epoch ms. */
  beganAt: number;
  /** When it was found last, epoch ms. */
  seenAt: number;
  /** When it was last found to be as bad as it says, epoch ms: worse is said at once, better only after a while. */
  severityAt: number;
  /** Since when it has been looked for and not found, epoch ms; null while it is found, or nobody can look. */
  missingSince: number | null;
  firedAt: number | null;
  resolvedAt: number | null;
  /** The alert whose consequence it is: only that one is told to people. Null: a root. */
  rootId: string | null;
  silencedBy: string | null;
};

export function fingerprintOf({ rule, key }: Pick<Finding, 'rule' | 'key'>): string {
  return `${rule}:${key}`;
}

/** What reaches people: it fires, nothing else explains it, and nobody silenced it. */
export function isTold({
  state,
  rootId,
  silencedBy,
}: Pick<Alert, 'state' | 'rootId' | 'silencedBy'>): boolean {
  return state === 'firing' && rootId === null && silencedBy === null;
}
