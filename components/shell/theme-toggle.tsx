'use client';
import { useState } from 'react';
import { ThemeIcon } from '../ui/icon.tsx';
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
      <ThemeIcon />
    </button>
  );
}
