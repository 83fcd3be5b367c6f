'use client';
import { useState } from 'react';
import { keepChoice, THEME_COOKIE, type Theme } from './preferences.ts';

function systemTheme(): Theme {
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** To the other theme; a choice that is the system's own is no choice, and the page follows the system again. */
export function ThemeToggle({ initial }: { initial: Theme | null }) {
  const [chosen, setChosen] = useState(initial);
  function toggle(): void {
    const system = systemTheme();
    const other: Theme = (chosen ?? system) === 'dark' ? 'light' : 'dark';
    const choice = other === system ? null : other;
    setChosen(choice);
    keepChoice(THEME_COOKIE, choice);
    if (choice === null) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
  }
  const label = chosen === null ? 'Theme: follows the system' : `Theme: ${chosen}`;
  return (
    <button type="button" className="theme-toggle" aria-label={label} title={label} onClick={toggle}>
      <svg viewBox="0 0 14 14" aria-hidden="true">
        <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
        <path d="M7 1.6a5.4 5.4 0 0 1 0 10.8z" fill="currentColor" />
      </svg>
    </button>
  );
}
