/**
 * All alerts that there are: told what is found each time it is looked for, it says what became of them. A closure
 * without I/O; what has to outlive the process is taken out by `alerts` and put in again by `restore`.
 */
import type { Finding, Rule } from '../detect/finding.ts';
import { type Alert, fingerprintOf } from './alert.ts';
import { begin, differs, goneOn, goOn } from './alert-life.ts';
import type { AlertTimes } from './alert-times.ts';
import { rootsAmong } from './roots.ts';
import { SILENCED_BY_ANNOTATION, type Silence } from './silence.ts';
import { createSilenced } from './silenced.ts';

export type AlertBookOptions = {
  timesOf: (rule: Rule, finding: Finding) => AlertTimes;
  /** Whether an annotation of its Lease says that nobody wants to be told of it at `now`. */
  isMuted?: (finding: Finding, now: number) => boolean;
  /** Its rule is off: what fires of it is over. */
  isOff?: (finding: Finding) => boolean;
  /** How long what is resolved is remembered, ms. */
  rememberMs: number;
  /** Whether this may be judged at `now`: not while its feed is away, nor while things settle after. */
  settled: (finding: Finding, now: number) => boolean;
  /** Whether enough is known at `now` to say that it is over where it is not found; without it always. */
  isDecided?: (alert: Alert, now: number) => boolean;
};

export type AlertBook = {
  /**
   * All that is found at `now`, epoch ms; answers what changed, each once and as it is now: what began, fires, got
   * worse or better, is not found any more or again, was resolved, silenced or found to be a consequence. What was
   * only pending goes without a word.
   */
  found(findings: Iterable<Finding>, now: number): Alert[];
  /** Firing, pending, then resolved, newest first. */
  alerts(): Alert[];
  /** Whether one of this rule and key fires. */
  isFiring(rule: Rule, key: string): boolean;
  /** How many were found last time and not kept, being too many at once. */
  left(): number;
  /** The silences that there are from now on; answers what they change. */
  silence(silences: readonly Silence[], now: number): Alert[];
  /**
   * What another run had, each trouble once. What this one found of it is the same, by the id of whichever began first.
   * Answers the ids that are in use no more, each with the one that is.
   */
  restore(alerts: readonly Alert[]): Map<string, string>;
  /** The last end of those that were resolved and are not remembered any more, epoch ms. */
  forgottenUntil(): number;
};

/** More at once is one trouble, whatever it is; those that come after it are counted and not kept. */
const MOST_OPEN = 20_000;
const MOST_RESOLVED = 5000;

export function createAlertBook({
  timesOf,
  isMuted = () => false,
  isOff = () => false,
  rememberMs,
  settled,
  isDecided = () => true,
}: AlertBookOptions): AlertBook {
  const open = new Map<string, Alert>();
  /** Oldest first. */
  let resolved: Alert[] = [];
  const silenced = createSilenced();
  let left = 0;
  let forgottenUntil = Number.NEGATIVE_INFINITY;

  const firing = () => [...open.values()].filter(({ state }) => state === 'firing');

  /** What is about no single Lease may be what explains all others: there is always room for it. */
  const hasRoomFor = ({ subject }: Finding) => open.size < MOST_OPEN || subject.name === null;

  function resolve(alert: Alert, now: number): Alert {
    const over: Alert = { ...alert, state: 'resolved', resolvedAt: now };
    open.delete(alert.fingerprint);
    resolved.push(over);
    return over;
  }

  /** One that was open and is not found now; answers it when that changes what people know of it. */
  function miss(alert: Alert, now: number): Alert | null {
    const { until, rule } = alert.finding;
    const isOver = until !== null && now >= until;
    if (alert.state === 'pending') {
      // It has to be found all the time; and the time while nobody could look does not count.
      open.delete(alert.fingerprint);
      return null;
    }
    if (isOver || isOff(alert.finding)) return resolve(alert, now);
    // What happened once has happened, whether this run remembers it or not.
    if (until !== null) return null;
    const isMissing = settled(alert.finding, now) && isDecided(alert, now);
    const missingSince = isMissing ? (alert.missingSince ?? now) : null;
    if (missingSince !== null && now - missingSince >= timesOf(rule, alert.finding).clearMs)
      return resolve(alert, now);
    if (missingSince === alert.missingSince) return null;
    const next: Alert = { ...alert, missingSince };
    open.set(alert.fingerprint, next);
    return next;
  }

  /**
   * Every alert that fires looks for its root anew: it may have come later, or be gone. What is not found itself just
   * now, or cannot be judged, keeps the one it had: it is about to be over, and thousands of them would be told.
   */
  function relate(now: number): Alert[] {
    const changed: Alert[] = [];
    const all = firing();
    const rootOf = rootsAmong(all);
    const silenceOf = silenced.among(all, now);
    for (const alert of all) {
      const rootId = rootOf(alert) ?? (alert.seenAt < now ? alert.rootId : null);
      const muted = isMuted(alert.finding, now) ? SILENCED_BY_ANNOTATION : null;
      const silencedBy = silenceOf(alert) ?? muted;
      if (rootId === alert.rootId && silencedBy === alert.silencedBy) continue;
      const next = { ...alert, rootId, silencedBy };
      open.set(alert.fingerprint, next);
      changed.push(next);
    }
    return changed;
  }

  function forget(now: number): void {
    const kept = resolved.findIndex(({ resolvedAt }) => now - (resolvedAt ?? now) < rememberMs);
    const from = Math.max(kept < 0 ? resolved.length : kept, resolved.length - MOST_RESOLVED);
    const last = resolved[from - 1];
    if (last === undefined) return;
    forgottenUntil = Math.max(forgottenUntil, last.resolvedAt ?? forgottenUntil);
    resolved = resolved.slice(from);
  }

  /** What this run found of `earlier` first, open or over by now; what was over before that began is another one. */
  function firstFound({ fingerprint, beganAt }: Alert): Alert | undefined {
    const own = resolved.find(
      (alert) => alert.fingerprint === fingerprint && (alert.resolvedAt ?? beganAt) >= beganAt,
    );
    return own ?? open.get(fingerprint);
  }

  function replace(before: Alert, next: Alert): void {
    if (next.state === 'resolved') resolved = resolved.map((alert) => (alert === before ? next : alert));
    else open.set(next.fingerprint, next);
  }

  return {
    found(findings, now) {
      const changed = new Map<string, Alert>();
      const seen = new Set<string>();
      left = 0;
      for (const finding of findings) {
        if ((finding.until !== null && finding.until <= now) || !settled(finding, now)) continue;
        const fingerprint = fingerprintOf(finding);
        if (seen.has(fingerprint)) continue;
        seen.add(fingerprint);
        const before = open.get(fingerprint);
        if (before === undefined && !hasRoomFor(finding)) {
          left += 1;
          continue;
        }
        const next = goOn(before ?? begin(finding, now), finding, now, timesOf(finding.rule, finding));
        open.set(fingerprint, next);
        if (before === undefined || differs(before, next)) changed.set(next.id, next);
      }
      for (const alert of open.values()) {
        if (seen.has(alert.fingerprint)) continue;
        const missed = miss(alert, now);
        if (missed !== null) changed.set(missed.id, missed);
      }
      forget(now);
      for (const alert of relate(now)) changed.set(alert.id, alert);
      return [...changed.values()];
    },
    alerts() {
      const pending = [...open.values()].filter(({ state }) => state === 'pending');
      return [...firing(), ...pending, ...resolved.toReversed()];
    },
    isFiring: (rule, key) => open.get(fingerprintOf({ rule, key }))?.state === 'firing',
    left: () => left,
    silence(next, now) {
      silenced.set(next, now);
      return relate(now);
    },
    restore(alerts) {
      const goesOnAs = new Map<string, string>();
      for (const earlier of alerts.filter(({ state }) => state !== 'resolved')) {
        const own = firstFound(earlier);
        if (own === undefined) open.set(earlier.fingerprint, earlier);
        else if (own.state !== 'pending' && own.beganAt < earlier.beganAt) goesOnAs.set(earlier.id, own.id);
        else if (own.id !== earlier.id) {
          replace(own, goneOn(earlier, own));
          goesOnAs.set(own.id, earlier.id);
        }
      }
      const known = new Set(resolved.map(({ id }) => id));
      const over = alerts.filter(({ id, state }) => state === 'resolved' && !known.has(id));
      const twins = twinsOf(over, resolved, new Set(alerts.map(({ id }) => id)));
      for (const [id, as] of twins) goesOnAs.set(id, as);
      resolved = [...over, ...resolved.filter(({ id }) => !twins.has(id))].sort(
        (a, b) => (a.resolvedAt ?? 0) - (b.resolvedAt ?? 0),
      );
      return goesOnAs;
    },
    forgottenUntil: () => forgottenUntil,
  };
}

/** What this run found and saw end of what others told the end of, by its id: the id under which they did. */
function twinsOf(
  over: readonly Alert[],
  own: readonly Alert[],
  told: ReadonlySet<string>,
): Map<string, string> {
  const twins = new Map<string, string>();
  const ours = Map.groupBy(own, ({ fingerprint }) => fingerprint);
  for (const { id, fingerprint, beganAt, resolvedAt } of over) {
    for (const one of ours.get(fingerprint) ?? []) {
      const isSame = one.beganAt <= (resolvedAt ?? beganAt) && beganAt <= (one.resolvedAt ?? one.beganAt);
      if (isSame && !told.has(one.id)) twins.set(one.id, id);
    }
  }
  return twins;
}
