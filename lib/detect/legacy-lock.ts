/**
 * The leader annotation on a ConfigMap or an Endpoints object (field guide §7): an election that is not held by a
 * Lease, so that nothing else here sees it. client-go gave plain locks up in 1.24 and multilocks in 1.28.
 */
import type { Finding } from './finding.ts';
import type { Thresholds } from './thresholds.ts';
import { duration, named, quoted } from './words.ts';

export const LOCK_KINDS = ['ConfigMap', 'Endpoints'] as const;
export type LockKind = (typeof LOCK_KINDS)[number];

/** What the annotation says: claims, and null for what is absent, absurd, or in an annotation that is no such JSON. */
export type LegacyLock = {
  kind: LockKind;
  namespace: string;
  name: string;
  holder: string | null;
  durationSeconds: number | null;
  renewTime: string | null;
  transitions: number | null;
  /** When it was read first with this annotation on it, and last; epoch ms. */
  firstReadAt: number;
  readAt: number;
  /** When its record was last seen to have changed between two readings; null when it never was. Epoch ms. */
  changedAt: number | null;
};

const PLURALS: Record<LockKind, string> = { ConfigMap: 'configmap', Endpoints: 'endpoints' };

export function legacyLock(
  lock: LegacyLock,
  { now, thresholds }: { now: number; thresholds: Pick<Thresholds, 'legacyStillMs'> },
): Finding {
  const { kind, namespace, name, holder, durationSeconds, renewTime, transitions } = lock;
  const where = `-n ${quoted(namespace)}`;
  return {
    rule: 'legacy-lock',
    key: `${kind}/${namespace}/${name}`,
    severity: 'info',
    certainty: 'certain',
    subject: { namespace, name, node: null, holder },
    // Since when it has been there is not known: since it was read first at the latest.
    since: lock.firstReadAt,
    until: null,
    title: `${kind} ${name} carries a leader annotation`,
    summary: `${stateOf(lock, now, thresholds.legacyStillMs)} It is no Lease: who holds it, and whether it changes hands, is not watched.`,
    evidence: {
      ...{ kind, holder, durationSeconds, renewTime, transitions },
      ...{ lastReadAt: lock.readAt, lastChangedAt: lock.changedAt },
    },
    next: [
      {
        text: 'Read the annotation',
        command: `kubectl get ${PLURALS[kind]} ${quoted(name)} ${where} -o yaml`,
      },
      {
        text: 'See whether a Lease of the same name took its place',
        command: `kubectl get lease ${quoted(name)} ${where} --ignore-not-found`,
      },
    ],
  };
}

function stateOf(
  { holder, changedAt, firstReadAt, readAt }: LegacyLock,
  now: number,
  stillMs: number,
): string {
  const who = holder === null ? 'Its annotation names no holder' : `Its annotation names ${named(holder)}`;
  if (changedAt !== null && now - changedAt <= stillMs)
    return `${who}, and it is still renewed: an old controller elects by it.`;
  const watchedMs = readAt - (changedAt ?? firstReadAt);
  return watchedMs === 0
    ? `${who}; whether it is still renewed is not known yet.`
    : `${who}, and between two readings ${duration(watchedMs)} apart it was not renewed: likely it was left behind.`;
}
