import type { ReactNode } from 'react';
import { Mark } from './mark.tsx';
import type { Theme } from './preferences.ts';
import { ThemeToggle } from './theme-toggle.tsx';

/** The frame of a page for who is not signed in: it asks Tenure for nothing, and leads nowhere. */
export function QuietShell({ theme, children }: { theme: Theme | null; children: ReactNode }) {
  return (
    <>
      <header className="top">
        <span className="brand">
          <Mark />
          <span>Tenure</span>
        </span>
        <span className="top-push" />
        <ThemeToggle initial={theme} />
      </header>
      {children}
    </>
  );
}
