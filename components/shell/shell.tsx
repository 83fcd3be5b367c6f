'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type ReactNode, Suspense, useRef, useState } from 'react';
import { useConnection } from '../../lib/client/use-connection.ts';
import { useLive } from '../../lib/client/use-live.ts';
import type { TimeZone } from '../../lib/view/format.ts';
import { TimeZoneContext } from '../ui/time-zone.tsx';
import { AlertSignals } from './alert-signals.tsx';
import { FeedStatus } from './feed-status.tsx';
import { Help } from './help.tsx';
import { HelpContext } from './help-context.ts';
import { Pages } from './pages.tsx';
import { keepChoice, type Theme, ZONE_COOKIE } from './preferences.ts';
import { SEARCH_ID, Search } from './search.tsx';
import { ThemeToggle } from './theme-toggle.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { ZoneSwitch } from './zone-switch.tsx';

/** The frame of every page; holds the one connection to Tenure. */
export function Shell({
  theme,
  zone,
  children,
}: {
  theme: Theme | null;
  zone: TimeZone;
  children: ReactNode;
}) {
  useConnection();
  const [chosenZone, setChosenZone] = useState(zone);
  const cluster = useLive((state) => state.status?.cluster.name ?? null);
  const demo = useLive((state) => state.status?.demo ?? false);
  const router = useRouter();
  const help = useRef<HTMLDialogElement>(null);
  const openHelp = (): void => help.current?.showModal();
  useShortcuts({
    '/': () => document.getElementById(SEARCH_ID)?.focus(),
    '?': openHelp,
    'g l': () => router.push('/'),
    'g t': () => router.push('/timeline'),
    'g n': () => router.push('/nodes'),
    'g a': () => router.push('/alerts'),
  });
  return (
    <TimeZoneContext value={chosenZone}>
      <HelpContext value={openHelp}>
        <header className="top">
          <Link href="/" className="brand" aria-label="Tenure, Leaders">
            <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
              <path d="M1 7h9.4v6H1z M13 7h6v6h-6z" fill="currentColor" />
              <path d="M11.7 3.5v13" stroke="currentColor" strokeWidth="1.4" />
            </svg>
            <span>Tenure</span>
          </Link>
          {cluster === null ? null : (
            <span className="cluster" title={`Cluster ${cluster}`}>
              {cluster}
            </span>
          )}
          {demo ? (
            <span className="demo" title="A simulated cluster. Nothing here is real.">
              demo
            </span>
          ) : null}
          <FeedStatus />
          <Pages />
          <Suspense fallback={<span className="search" />}>
            <Search />
          </Suspense>
          <ZoneSwitch
            zone={chosenZone}
            choose={(next) => {
              setChosenZone(next);
              keepChoice(ZONE_COOKIE, next);
            }}
          />
          <ThemeToggle initial={theme} />
        </header>
        {children}
        <AlertSignals />
        <Help dialog={help} />
      </HelpContext>
    </TimeZoneContext>
  );
}
