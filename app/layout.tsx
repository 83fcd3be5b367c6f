import type { Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import {
  NOTICE_COOKIE,
  THEME_COOKIE,
  themeOf,
  ZONE_COOKIE,
  zoneOf,
} from '../components/shell/preferences.ts';
import { Shell } from '../components/shell/shell.tsx';
import { AddressProvider } from '../lib/client/address-provider.ts';
import { Reads } from '../lib/client/reads.ts';
import { authStatus } from '../lib/server/auth/auth-status.ts';
import { currentViewer, viewerTag } from '../lib/server/current-viewer.ts';
import { sharedConfig } from '../lib/server/shared-config.ts';
import './globals.css';

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const kept = await cookies();
  const theme = themeOf(kept.get(THEME_COOKIE)?.value);
  const zone = zoneOf(kept.get(ZONE_COOKIE)?.value);
  const viewer = currentViewer();
  const auth = authStatus(sharedConfig(), viewer.user);
  return (
    <html lang="en" data-theme={theme ?? undefined} data-viewer={viewerTag(viewer) || undefined}>
      <body>
        <noscript>
          Tenure needs JavaScript. Without it, GET /api/v1/status and /api/v1/leases answer in JSON.
        </noscript>
        <AddressProvider>
          <Reads>
            <Shell theme={theme} zone={zone} auth={auth} notice={!kept.has(NOTICE_COOKIE)}>
              {children}
            </Shell>
          </Reads>
        </AddressProvider>
      </body>
    </html>
  );
}
