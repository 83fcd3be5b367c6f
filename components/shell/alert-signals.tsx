'use client';
import { usePathname } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useAlertsFollowed, useFiringAlerts } from '../../lib/client/use-alerts.ts';
import { callingCauses, countCauses } from '../../lib/view/alert-groups.ts';
import { announceAlerts, callingSeverity, firingIcon } from '../../lib/view/alert-signals.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { NOTHING_SAID, Spoken, sayNext } from '../ui/spoken.tsx';
import { useNoticesWanted } from './notices-choice.ts';

/** Loaded by those browsers alone that are to notify. */
const Notifier = lazyPart(async () => (await import('../alerts/notifier.tsx')).Notifier);

/** On every page: the window's icon, and a sentence for screen readers when something begins to fire. */
export function AlertSignals() {
  useAlertsFollowed();
  const notifies = useNoticesWanted();
  const { groups, asOf } = useFiringAlerts();
  const severity = callingSeverity(countCauses(groups));
  useIcon(severity === null ? null : firingIcon(severity));

  const before = useRef<ReadonlySet<string> | null>(null);
  const [sentence, setSentence] = useState(NOTHING_SAID);
  useEffect(() => {
    if (asOf === null) return;
    const calling = callingCauses(groups);
    // What fires when the page is opened is read with it and is no news.
    const news = before.current === null ? '' : announceAlerts(before.current, calling);
    before.current = new Set(calling.map(({ root }) => root.id));
    setSentence((last) => sayNext(last, news));
  }, [groups, asOf]);
  return (
    <>
      <Spoken sentence={sentence} />
      {notifies && asOf !== null ? <Notifier groups={groups} /> : null}
    </>
  );
}

/**
 * An icon of its own beside the page's: of equals a browser takes the last in the head, where it is put anew on each
 * page, for that page may have brought an icon too.
 */
function useIcon(href: string | null): void {
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (href === null) return;
    const link = document.createElement('link');
    link.rel = 'icon';
    link.type = 'image/svg+xml';
    link.setAttribute('sizes', 'any');
    link.href = href;
    document.head.append(link);
    return () => link.remove();
  }, [href, path]);
}
