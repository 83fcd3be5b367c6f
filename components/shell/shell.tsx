'use client';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, Suspense, useState } from 'react';
import { useConnection } from '../../lib/client/use-connection.ts';
import { useLive } from '../../lib/client/use-live.ts';
import type { AuthStatus } from '../../lib/view/auth.ts';
import type { TimeZone } from '../../lib/view/format.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { TimeZoneContext } from '../ui/time-zone.tsx';
import { AlertSignals } from './alert-signals.tsx';
import { ClusterName, ClusterSwitch } from './cluster-switch.tsx';
import { FeedStatus } from './feed-status.tsx';
import { HelpContext } from './help-context.ts';
import { Mark } from './mark.tsx';
import { Pages } from './pages.tsx';
import { keepChoice, type Theme, ZONE_COOKIE } from './preferences.ts';
import { QuietShell } from './quiet-shell.tsx';
import { SEARCH_ID, Search } from './search.tsx';
import { Sees } from './sees.tsx';
import { ThemeToggle } from './theme-toggle.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { ZoneSwitch } from './zone-switch.tsx';

type ShellProps = {
  theme: Theme | null;
  zone: TimeZone;
  auth: AuthStatus;
  /** Whether the notice about who gets in may be shown. */
  notice: boolean;
  children: ReactNode;
};

const Help = lazyPart(async () => (await import('./help.tsx')).Help);
/** Of these two a Tenure shows one at most. */
const WhoMenu = lazyPart(async () => (await import('./who-menu.tsx')).WhoMenu);
const OpenNotice = lazyPart(async () => (await import('./open-notice.tsx')).OpenNotice);

const SIGN_IN = '/sign-in';

/** The frame of every page: where somebody signs in, nothing is asked of Tenure yet. */
export function Shell(props: ShellProps) {
  return usePathname() === SIGN_IN ? (
    <QuietShell theme={props.theme}>{props.children}</QuietShell>
  ) : (
    <LiveShell {...props} />
  );
}

/** Holds the one connection to Tenure. */
function LiveShell({ theme, zone, auth, notice, children }: ShellProps) {
  useConnection();
  const [chosenZone, setChosenZone] = useState(zone);
  const cluster = useLive((state) => state.status?.cluster.name ?? null);
  const demo = useLive((state) => state.status?.demo ?? false);
  const router = useRouter();
  const [helps, setHelps] = useState(false);
  const openHelp = (): void => setHelps(true);
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
          <Link href="/" className="brand" aria-label="Tenure, Leaders" prefetch={false}>
            <Mark />
            <span>Tenure</span>
          </Link>
          <Suspense fallback={cluster === null ? null : <ClusterName name={cluster} />}>
            <ClusterSwitch name={cluster} />
          </Suspense>
          <Sees />
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
          {auth.user === null ? null : <WhoMenu mode={auth.mode} user={auth.user} />}
        </header>
        {auth.open && notice ? <OpenNotice /> : null}
        {children}
        <AlertSignals />
        {helps ? <Help close={() => setHelps(false)} /> : null}
      </HelpContext>
    </TimeZoneContext>
  );
}
