/** Which of two is worse. */
import { SEVERITIES, type Severity } from '../detect/finding.ts';

export function isWorse(severity: Severity, than: Severity): boolean {
  return SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(than);
}

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return !isWorse(least, severity);
}
