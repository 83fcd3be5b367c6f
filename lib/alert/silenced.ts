/**
 * Which silence an alert is under. A matcher is looked at only where something changed: thousands of alerts may stand
 * for hours, beside hundreds of silences, and are asked about every second.
 */
import type { Alert } from './alert.ts';
import { matches, type Silence } from './silence.ts';

type Silenceable = Pick<Alert, 'fingerprint'> & { finding: Pick<Alert['finding'], Seen> };
type Seen = 'rule' | 'severity' | 'subject';
/** What it was when it was looked at, and which silences match it, in force or not. */
type Known = { finding: Silenceable['finding']; matched: readonly Silence[] };

export function createSilenced() {
  let silences: readonly Silence[] = [];
  /** By fingerprint. */
  let known = new Map<string, Known>();

  return {
    /** The silences that there are from now on; one that changed is another object. */
    set(next: readonly Silence[], now: number): void {
      const before = new Set(silences);
      silences = next.filter(({ until }) => now < until);
      const kept = new Set(silences);
      const added = silences.filter((one) => !before.has(one));
      for (const [fingerprint, { finding, matched }] of known) {
        const still = matched.filter((one) => kept.has(one));
        known.set(fingerprint, {
          finding,
          matched: [...still, ...added.filter((one) => matches(one, { finding }))],
        });
      }
    },
    /** Of each of `alerts` the id of a silence that is in force at `now`, or null; what is none of them is forgotten. */
    among(alerts: readonly Silenceable[], now: number): (alert: Silenceable) => string | null {
      const before = known;
      known = new Map();
      for (const alert of alerts) {
        const { fingerprint, finding } = alert;
        const was = before.get(fingerprint);
        const matched =
          was !== undefined && isSame(was.finding, finding)
            ? was.matched
            : silences.filter((one) => matches(one, alert));
        known.set(fingerprint, { finding, matched });
      }
      return ({ fingerprint }) =>
        known.get(fingerprint)?.matched.find((one) => isInForce(one, now))?.id ?? null;
    },
  };
}

function isInForce({ from, until }: Silence, now: number): boolean {
  return from <= now && now < until;
}

/** In all that a matcher may look at. */
function isSame(a: Known['finding'], b: Known['finding']): boolean {
  const [one, other] = [a.subject, b.subject];
  return (
    a.rule === b.rule &&
    a.severity === b.severity &&
    one.namespace === other.namespace &&
    one.name === other.name &&
    one.node === other.node &&
    one.holder === other.holder
  );
}
