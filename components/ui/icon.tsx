import type { ReactNode } from 'react';

/** The few pictures in the place of words, as large as the style of their place; their button or label names them. */
function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export function SearchIcon() {
  return (
    <Icon>
      <circle cx="10.5" cy="10.5" r="7" />
      <path d="M15.8 15.8 21 21" />
    </Icon>
  );
}

/** Half light, half dark. */
export function ThemeIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="9.5" />
      <path d="M12 6.5v11a5.5 5.5 0 0 0 0-11z" fill="currentColor" />
    </Icon>
  );
}

export function PersonIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="9.5" />
      <circle cx="12" cy="10" r="3.2" />
      <path d="M6.4 19.3a6.4 6.4 0 0 1 11.2 0" />
    </Icon>
  );
}
