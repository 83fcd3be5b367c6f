import type { Viewport } from 'next';
import { cookies } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { THEME_COOKIE, themeOf, ZONE_COOKIE, zoneOf } from '../components/shell/preferences.ts';
import { Shell } from '../components/shell/shell.tsx';
import './globals.css';

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const kept = await cookies();
  const theme = themeOf(kept.get(THEME_COOKIE)?.value);
  const zone = zoneOf(kept.get(ZONE_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme ?? undefined}>
      <body>
        <NuqsAdapter>
          <Shell theme={theme} zone={zone}>
            {children}
          </Shell>
        </NuqsAdapter>
      </body>
    </html>
  );
}
