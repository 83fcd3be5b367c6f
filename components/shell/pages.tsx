'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useFiringAlerts } from '../../lib/client/use-alerts.ts';
import { useLive } from '../../lib/client/use-live.ts';
import { countCauses } from '../../lib/view/alert-groups.ts';
import { callingCount, callingSeverity } from '../../lib/view/alert-signals.ts';
import { countOf, formatCount } from '../../lib/view/format.ts';

const PAGES: readonly { href: string; title: string; keys: string }[] = [
  { href: '/', title: 'Leaders', keys: 'g l' },
  { href: '/timeline', title: 'Timeline', keys: 'g t' },
  { href: '/nodes', title: 'Nodes & clocks', keys: 'g n' },
  { href: '/alerts', title: 'Alerts', keys: 'g a' },
];

export function Pages() {
  const path = usePathname();
  // The other pages are fetched ahead once this one has what it shows: until then they would be in its way.
  const settled = useLive((state) => state.snapshots > 0);
  return (
    <nav className="pages" aria-label="Pages">
      {PAGES.map(({ href, title, keys }) => (
        <Link
          key={href}
          href={href}
          prefetch={settled ? null : false}
          aria-current={path === href ? 'page' : undefined}
          title={keys}
        >
          {title}
          {href === '/alerts' ? <CallingCount /> : null}
        </Link>
      ))}
    </nav>
  );
}

/** How many causes call for somebody, in the colour of the worst. */
function CallingCount() {
  const { groups } = useFiringAlerts();
  const counts = countCauses(groups);
  const severity = callingSeverity(counts);
  if (severity === null) return null;
  const count = callingCount(counts);
  return (
    <span className={`firing-count ${severity}`} title={`${countOf(count, 'cause')} firing`}>
      {formatCount(count)}
      <span className="sr-only"> firing</span>
    </span>
  );
}
