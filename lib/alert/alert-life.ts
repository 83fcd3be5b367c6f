/** What becomes of one alert from one round to the next. */
import { type Finding, SEVERITIES } from '../detect/finding.ts';
import { type Alert, fingerprintOf } from './alert.ts';
import type { AlertTimes } from './alert-times.ts';

/** Found for the first time. */
export function begin(finding: Finding, now: number): Alert {
  const fingerprint = fingerprintOf(finding);
  return {
    id: `${fingerprint}@${Math.round(now)}`,
    fingerprint,
    state: 'pending',
    finding,
    beganAt: now,
    seenAt: now,
    severityAt: now,
    missingSince: null,
    firedAt: null,
    resolvedAt: null,
    rootId: null,
    silencedBy: null,
  };
}

/** The same trouble under the id that it had first. What was told to fire does not wait for its hold time again. */
export function goneOn(earlier: Alert, own: Alert): Alert {
  return {
    ...own,
    id: earlier.id,
    state: own.state === 'pending' ? earlier.state : own.state,
    beganAt: earlier.beganAt,
    firedAt: earlier.firedAt ?? own.firedAt,
    finding: { ...own.finding, since: Math.min(own.finding.since, earlier.finding.since) },
  };
}

/** In what people are told of it. */
export function differs(before: Alert, next: Alert): boolean {
  return (
    next.state !== before.state ||
    next.finding.severity !== before.finding.severity ||
    next.missingSince !== before.missingSince
  );
}

/** What is found once more, as it is now. */
export function goOn(alert: Alert, finding: Finding, now: number, { holdMs, clearMs }: AlertTimes): Alert {
  const fires = alert.state === 'pending' && now - alert.beganAt >= holdMs;
  const { severity } = alert.finding;
  const better = SEVERITIES.indexOf(finding.severity) > SEVERITIES.indexOf(severity);
  const staysBad = alert.state === 'firing' && better && now - alert.severityAt < clearMs;
  return {
    ...alert,
    finding: {
      ...finding,
      severity: staysBad ? severity : finding.severity,
      // A window that slides does not make it begin anew.
      since: Math.min(finding.since, alert.finding.since),
    },
    seenAt: now,
    severityAt: staysBad ? alert.severityAt : now,
    missingSince: null,
    ...(fires ? { state: 'firing', firedAt: now } : {}),
  };
}
