/**
 * What is due to a receiver: a pure function of the alerts, of what it was told last, and of the time. So the queue is
 * whatever is true and was not told; it outlives the process with the alerts and the deliveries.
 */
import { type Alert, isTold } from '../alert/alert.ts';
import type { Delivery } from '../alert/delivery.ts';
import { isAtLeast, isWorse } from '../alert/severity.ts';
import type { Severity } from '../detect/finding.ts';

export type Receiver = {
  /** `Delivery.receiver`. */
  id: string;
  /**
   * Alertmanager: what fires has to be told again and again, for it forgets; what it never knew need not be told to be
   * over; and each severity is another alert to it. People are told once.
   */
  forgets: boolean;
  /** What is less bad is not told. */
  least: Severity;
};

/** What there is to say, and why now. */
export type Why =
  /** It fires, and this receiver was not told, or not how bad it is. */
  | 'began'
  | 'worse'
  | 'better'
  /** It had been told to be over, as it was silenced or explained, and it still fires. */
  | 'again'
  /** It is as it was told. */
  | 'standing'
  /** It is over; `missed`: it began and ended while nothing could be told. */
  | 'resolved'
  | 'missed'
  /** It still fires, and is not told any more: silenced, put under its root, or less bad than what is told. */
  | 'silenced'
  | 'explained'
  | 'eased';

export type Due = { alert: Alert; tell: Delivery['told']; why: Why; before: Delivery | null };

/** What forgets is told again after so long, ms; `STANDING_TOO_MS`: what was told longer ago is told along with it. */
export const STANDING_MS = 60_000;
const STANDING_TOO_MS = 30_000;

/**
 * `told`: the last delivery of each alert to this receiver, by the alert's id. `since`: what ended before there was
 * this receiver is none of its business, epoch ms. People: what fires first, the worst before all, then the oldest; a
 * receiver that forgets: what is over first, for the same trouble may fire anew.
 */
export function dueTo(
  receiver: Receiver,
  {
    alerts,
    told,
    since,
    now,
  }: { alerts: Iterable<Alert>; told: ReadonlyMap<string, Delivery>; since: number; now: number },
): Due[] {
  const due: Due[] = [];
  const standing: Due[] = [];
  for (const alert of alerts) {
    const before = told.get(alert.id) ?? null;
    const change = changeOf(alert, before, receiver, since);
    if (change !== null) due.push({ alert, before, ...change });
    else if (receiver.forgets && before?.told === 'firing' && alert.state === 'firing')
      standing.push({ alert, before, tell: 'firing', why: 'standing' });
  }
  if (standing.some(({ before }) => isOlder(before, now - STANDING_MS)))
    due.push(...standing.filter(({ before }) => isOlder(before, now - STANDING_TOO_MS)));
  const first: Delivery['told'] = receiver.forgets ? 'over' : 'firing';
  return due.sort(
    (a, b) =>
      Number(b.tell === first) - Number(a.tell === first) ||
      Number(isWorse(b.alert.finding.severity, a.alert.finding.severity)) -
        Number(isWorse(a.alert.finding.severity, b.alert.finding.severity)) ||
      a.alert.finding.since - b.alert.finding.since,
  );
}

function isOlder(before: Delivery | null, than: number): boolean {
  return before !== null && before.at <= than;
}

/** Null when it was told as it is. */
function changeOf(
  alert: Alert,
  before: Delivery | null,
  receiver: Receiver,
  since: number,
): Pick<Due, 'tell' | 'why'> | null {
  if (isAbout(receiver, alert)) return null;
  const { severity } = alert.finding;
  const wasTold = before?.told === 'firing';
  const isBad = isAtLeast(severity, receiver.least);
  if (isTold(alert) && isBad) {
    if (before === null) return { tell: 'firing', why: 'began' };
    if (!wasTold) return { tell: 'firing', why: 'again' };
    if (isWorse(severity, before.severity)) return { tell: 'firing', why: 'worse' };
    return receiver.forgets && severity !== before.severity ? { tell: 'firing', why: 'better' } : null;
  }
  if (wasTold) return alert.state === 'pending' ? null : { tell: 'over', why: endOf(alert) };
  const isOver = alert.resolvedAt !== null && alert.resolvedAt > since;
  const isMissed = isOver && before === null && alert.rootId === null && alert.silencedBy === null && isBad;
  return isMissed && !receiver.forgets ? { tell: 'over', why: 'missed' } : null;
}

function endOf({ state, silencedBy, rootId }: Alert): Why {
  if (state === 'resolved') return 'resolved';
  if (silencedBy !== null) return 'silenced';
  return rootId === null ? 'eased' : 'explained';
}

/** `Finding.key` of what says that this receiver cannot be reached: it is not told of itself. */
export function failingKey(receiverId: string): string {
  return `notify/${receiverId}`;
}

function isAbout({ id }: Receiver, { finding: { rule, key } }: Alert): boolean {
  return rule === 'tenure' && key === failingKey(id);
}
