/**
 * Changes hands too often: by rate in a window, never by the lifetime counter, and to who had led before, so that
 * a rollout to new Pods is none (field guide §10).
 */
import type { Handover, HandoverCause } from '../lease/handover.ts';
import type { Finding } from './finding.ts';
import { processless } from './identity.ts';
import { type LeaseSight, leaseName, subjectOf } from './sight.ts';
import { duration, quoted } from './words.ts';

/** `stealing`: taken before the duration was over. `crashing`: each holder fell silent first. */
type Kind = 'stealing' | 'crashing' | 'releasing' | 'recreating' | 'replacing' | 'mixed';

const KINDS: Record<Kind, string> = {
  stealing: 'holders take it from each other before its duration is over',
  crashing: 'its holders fall silent one after the other, as when they crash',
  releasing: 'its holders give it up one after the other, as when they cannot renew in time or are restarted',
  recreating: 'it is deleted and made again',
  replacing: 'each time to somebody new, as when Pods are replaced again and again, or in several rollouts',
  mixed: 'in several ways',
};

export function flapping({ lease, now, thresholds, handovers }: LeaseSight): Finding | null {
  if (!lease.elects || handovers.length === 0) return null;
  const { recent, changes, back } = handoversIn(handovers, now, thresholds.flappingWindowMs);
  const critical = changes >= thresholds.flappingCritical;
  const [first] = recent;
  if (first === undefined || (!critical && back < thresholds.flappingWarning)) return null;
  const kind = kindOf(recent, changes, back, lease.durationMs, thresholds.flappingWindowMs);
  const { record } = lease;
  const where = `-n ${quoted(record.namespace)}`;
  return {
    rule: 'flapping',
    key: leaseName(lease),
    severity: critical ? 'critical' : 'warning',
    // What nobody saw is known by the counter alone.
    certainty: recent.some(({ cause }) => cause === 'unseen') ? 'likely' : 'certain',
    subject: subjectOf(lease),
    since: first.at,
    until: null,
    title: `${record.name} keeps changing hands`,
    summary: `${changes} handovers in ${duration(now - first.at)}, ${back} of them to who had led shortly before: ${KINDS[kind]}.`,
    evidence: { changes, back, kind, windowMs: thresholds.flappingWindowMs, firstAt: first.at },
    next: [
      {
        text: 'See whether its Pods restart',
        command: `kubectl get pods ${where} --sort-by=.status.startTime`,
      },
      {
        text: 'Read why a holder gave up (put in its Pod; without --previous if it did not restart)',
        command: `kubectl logs ${where} POD --previous --tail=100`,
      },
    ],
  };
}

/** `changes`: how often it changed hands in the window; `back`: to a Pod that had already held it in it. */
export function handoversIn(
  handovers: readonly Handover[],
  now: number,
  windowMs: number,
): { recent: Handover[]; changes: number; back: number } {
  const from = now - windowMs;
  const recent = handovers.filter(({ at }) => at > from && at <= now);
  const changes = recent.reduce((sum, one) => sum + weight(one, from), 0);
  return { recent, changes, back: toWhoHadLed(recent) };
}

/**
 * A counter that rose while nobody watched counts for as much as it rose, but only if all of that lies in the window:
 * what rose during a longer outage of the watch is the sum of hours.
 */
function weight({ cause, transitionsDelta, evidence }: Handover, from: number): number {
  if (cause !== 'unseen') return 1;
  const began = evidence.unwatchedFrom ?? evidence.betweenFrom;
  return typeof began === 'number' && began >= from ? Math.max(1, transitionsDelta ?? 1) : 1;
}

/** Handovers to a Pod that had already held it before in the window. */
function toWhoHadLed(handovers: readonly Handover[]): number {
  const led = new Set<string>();
  let back = 0;
  for (const { from, to } of handovers) {
    if (from !== null) led.add(processless(from));
    if (to === null) continue;
    if (led.has(processless(to))) back += 1;
    led.add(processless(to));
  }
  return back;
}

/** Each crash takes a whole duration: more changes than that without releases are not crashes (field guide §10). */
function kindOf(
  handovers: readonly Handover[],
  changes: number,
  back: number,
  durationMs: number | null,
  windowMs: number,
): Kind {
  const most = (cause: HandoverCause): boolean =>
    handovers.filter((one) => one.cause === cause).length > handovers.length / 2;
  if (most('early')) return 'stealing';
  const tooMany = durationMs !== null && changes > windowMs / durationMs;
  if (tooMany && !handovers.some(({ cause }) => cause === 'release')) return 'stealing';
  if (most('recreated')) return 'recreating';
  if (back === 0) return 'replacing';
  if (most('release')) return 'releasing';
  return most('expiry') ? 'crashing' : 'mixed';
}
