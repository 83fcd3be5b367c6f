'use client';
import { type ReactNode, useEffect, useRef, useState } from 'react';

/** A button with what it opens below it; closed by Esc, by a click elsewhere, and when the focus leaves. */
export function Menu({
  label,
  className,
  end = false,
  title,
  children,
}: {
  label: string;
  className: string;
  title?: string;
  /** It opens to the left. */
  end?: boolean;
  children: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const elsewhere = (event: Event): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  }, [open]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    // The listener only hears Esc from the controls inside.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above.
    <div
      className="menu"
      ref={root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.preventDefault();
        close();
      }}
    >
      <button
        ref={button}
        type="button"
        className={className}
        title={title}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open ? <div className={end ? 'menu-pop end' : 'menu-pop'}>{children(close)}</div> : null}
    </div>
  );
}
