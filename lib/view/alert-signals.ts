/** What says that something fires without being looked for: the window's title, its icon, and a spoken sentence. */
import type { Severity } from '../detect/finding.ts';
import type { AlertCounts } from './alert.ts';
import type { AlertGroup } from './alert-groups.ts';
import { countOf } from './format.ts';

/** How many causes call for somebody; what only informs does not. */
export function callingCount({ critical, warning }: AlertCounts): number {
  return critical + warning;
}

/** What the icon shows; null while nothing calls. */
export function callingSeverity({ critical, warning }: AlertCounts): Exclude<Severity, 'info'> | null {
  if (critical > 0) return 'critical';
  return warning > 0 ? 'warning' : null;
}

/** "(4) " before the title; nothing where the title already leads with what is wrong with the page itself. */
export function countPrefix(feedPrefix: string, calling: number): string {
  return feedPrefix !== '' || calling === 0 ? feedPrefix : `(${calling}) `;
}

/** More at once than this are one sentence: nobody listens to a list of hundreds. */
const MOST_NAMED = 2;

/** What began to fire between two looks, for screen readers; empty for nothing. `before`: ids of roots. */
export function announceAlerts(before: ReadonlySet<string>, calling: readonly AlertGroup[]): string {
  const fresh = calling.filter(({ root }) => !before.has(root.id));
  if (fresh.length > MOST_NAMED) return `${countOf(fresh.length, 'new alert')}`;
  return fresh.map(({ root }) => `${root.severity} alert: ${root.title}`).join('. ');
}

/** The mark of Tenure, made small by a triangle in its corner: filled for critical, outlined for warning. */
const BAR = "<path class='i' d='M1 7h9.2v6H1zM13.2 7H19v6h-5.8z'/><path class='p' d='M11.7 3v14'/>";
const TRIANGLES: Record<Exclude<Severity, 'info'>, string> = {
  critical: "<path class='c' d='M13.5 7.5 20 19.5H7z'/>",
  warning: "<path class='w' d='M13.5 9 18.7 18.5H8.3z'/>",
};
const STYLE =
  '<style>.i{fill:#1f2523}.p{fill:none;stroke:#1f2523;stroke-width:1.6}.c{fill:#cf2f28}.w{fill:#fff;stroke:#c07a00;stroke-width:2}' +
  '@media (prefers-color-scheme:dark){.i{fill:#e6eae8}.p{stroke:#e6eae8}.c{fill:#ea5550}.w{fill:#141817;stroke:#e0a23a}}</style>';

/** The address of the window's icon while something calls. */
export function firingIcon(severity: Exclude<Severity, 'info'>): string {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'>${STYLE}${BAR}${TRIANGLES[severity]}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
