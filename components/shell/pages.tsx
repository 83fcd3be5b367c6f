'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
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

/** From the first picture of the stream until what else a page reads has come too, ms. */
const SETTLED_AFTER_MS = 1_500;

/** The other pages are fetched ahead once this one has what it shows: until then they would be in its way. */
function useSettled(): boolean {
  const hasPicture = useLive((state) => state.snapshots > 0);
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    if (!hasPicture) return;
    const timer = setTimeout(setSettled, SETTLED_AFTER_MS, true);
    return () => clearTimeout(timer);
  }, [hasPicture]);
  return settled;
}

export function Pages() {
  const path = usePathname();
  const settled = useSettled();
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
