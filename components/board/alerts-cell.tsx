'use client';
import Link from 'next/link';
import { alertHref } from '../../lib/view/alert-links.ts';
import { rowAlerts } from '../../lib/view/alert-marks.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { SeverityGlyph } from '../alerts/severity-glyph.tsx';
import { useScene } from './board-context.ts';

/** The worst of what fires about a Lease, or about a set of them; it leads to the evidence. */
export function AlertsCell({ rows }: { rows: readonly Pick<LeaseRow, 'alerts'>[] }) {
  const { alerts } = useScene();
  const found = rowAlerts(rows, alerts);
  if (found === null) return <td className="c-alerts" />;
  return (
    <td className="c-alerts">
      <Link href={alertHref(found)} title={found.words} aria-label={found.words} prefetch={false}>
        {found.count === 1 && found.severity !== null ? null : found.count}
        {found.severity === null ? null : <SeverityGlyph severity={found.severity} />}
      </Link>
    </td>
  );
}
