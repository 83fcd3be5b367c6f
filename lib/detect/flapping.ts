/**
 * Changes hands too often: by rate in a window, never by the lifetime counter, and to who had led before, so that
 * a rollout to new Pods is none (field guide §10).
 */
import type { Handover, HandoverCause } from '../lease/handover.ts';
import { processless } from '../lease/processless.ts';
import type { Finding } from './finding.ts';
import { type LeaseSight, leaseName, subjectOf } from './sight.ts';
import { duration, quoted } from './words.ts';

/**
 * `stealing`: taken before the duration was over. `crashing`: each holder fell silent first. `unseen`: known by the
 * counter alone, which says how often and nothing of whom.
 */
type Kind = 'stealing' | 'crashing' | 'releasing' | 'recreating' | 'replacing' | 'mixed' | 'unseen';

/** One rise of the counter counts for no more, as among the times of its handovers: somebody may have edited it. */
const MOST_UNSEEN = 100;

const KINDS: Record<Exclude<Kind, 'unseen'>, string> = {
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
  const from = now - thresholds.flappingWindowMs;
  const since = Math.min(...recent.map((one) => risingFrom(one, from) ?? one.at));
  const kind = kindOf(recent, from, back, lease.durationMs, thresholds.flappingWindowMs);
  const { record } = lease;
  const where = `-n ${quoted(record.namespace)}`;
  return {
    rule: 'flapping',
    key: leaseName(lease),
    severity: critical ? 'critical' : 'warning',
    // What nobody saw is known by the counter alone.
    certainty: recent.some(({ cause }) => cause === 'unseen') ? 'likely' : 'certain',
    subject: subjectOf(lease),
    since,
    until: null,
    title: `${record.name} keeps changing hands`,
    summary:
      kind === 'unseen'
        ? unseenSummary(recent, from)
        : `${changes} handovers in ${duration(now - since)}, ${back} of them to who had led shortly before: ${KINDS[kind]}.`,
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
  return { recent, changes: sumOf(recent, from), back: toWhoHadLed(recent) };
}

function sumOf(handovers: readonly Handover[], from: number): number {
  return handovers.reduce((sum, one) => sum + weight(one, from), 0);
}

/** A counter that rose while nobody watched counts for as much as it rose. */
function weight(handover: Handover, from: number): number {
  if (risingFrom(handover, from) === null) return 1;
  return Math.min(MOST_UNSEEN, Math.max(1, handover.transitionsDelta ?? 1));
}

/**
 * From when on a counter may have risen that did while nobody watched; null for what was seen, and where not all of
 * that lies in the window: what rose during a longer outage of the watch is the sum of hours.
 */
function risingFrom({ cause, evidence }: Handover, from: number): number | null {
  if (cause !== 'unseen') return null;
  const began = evidence.unwatchedFrom ?? evidence.betweenFrom;
  return typeof began === 'number' && began >= from ? began : null;
}

function unseenSummary(recent: readonly Handover[], from: number): string {
  const rises = recent.filter((one) => risingFrom(one, from) !== null);
  const isCapped = rises.some(({ transitionsDelta }) => (transitionsDelta ?? 1) > MOST_UNSEEN);
  const rose = `${sumOf(rises, from)}${isCapped ? ' or more' : ''}`;
  const began = Math.min(...rises.map((one) => risingFrom(one, from) ?? one.at));
  const withinMs = Math.max(...rises.map(risenBy)) - began;
  const seen = recent.filter(({ cause }) => cause !== 'unseen').length;
  const others = seen === 0 ? '' : ` ${seen} more ${seen === 1 ? 'handover was' : 'handovers were'} seen.`;
  return `Its counter of handovers rose by ${rose} within ${duration(withinMs)}, and who held it in between was not seen.${others}`;
}

/** When it had risen, epoch ms. */
function risenBy({ at, evidence }: Handover): number {
  const ended = evidence.unwatchedTo ?? evidence.betweenTo;
  return typeof ended === 'number' ? ended : at;
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
  from: number,
  back: number,
  durationMs: number | null,
  windowMs: number,
): Kind {
  const rose = sumOf(
    handovers.filter((one) => risingFrom(one, from) !== null),
    from,
  );
  if (rose > sumOf(handovers, from) / 2) return 'unseen';
  const watched = handovers.filter(({ cause }) => cause !== 'unseen');
  const most = (cause: HandoverCause): boolean =>
    handovers.filter((one) => one.cause === cause).length > handovers.length / 2;
  if (most('early')) return 'stealing';
  if (most('recreated')) return 'recreating';
  const tooMany = durationMs !== null && watched.length > windowMs / durationMs;
  if (tooMany && !watched.some(({ cause }) => cause === 'release')) return 'stealing';
  if (back === 0) return 'replacing';
  if (most('release')) return 'releasing';
  return most('expiry') ? 'crashing' : 'mixed';
}
