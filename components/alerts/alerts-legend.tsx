import type { Severity } from '../../lib/detect/finding.ts';
import { SeverityGlyph } from './severity-glyph.tsx';

const MEANINGS: readonly [Severity, string][] = [
  ['critical', 'critical: somebody must act'],
  ['warning', 'warning: look today'],
  ['info', 'info: worth knowing'],
];

export function AlertsLegend() {
  return (
    <>
      {MEANINGS.map(([severity, words]) => (
        <span key={severity}>
          <SeverityGlyph severity={severity} />
          {words}
        </span>
      ))}
      <span className="rule" />
      <span>indented: same cause</span>
    </>
  );
}
