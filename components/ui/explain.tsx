'use client';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

/** The pointer's way over the gap between a term and its tip takes some time, ms. */
const CROSSING_MS = 200;

/** On a page one tip is open at a time. */
let shown: HTMLElement | null = null;

/**
 * A term or number with a dotted underline that explains itself: definition and evidence, on hover and on
 * focus, closed by Esc. The browser's popover puts it above everything. It stays while the pointer is on it: whoever
 * sees a part of the screen enlarged moves over it to read it (WCAG 1.4.13).
 */
export function Explain({
  children,
  tip,
  className = 'explain',
}: {
  children: ReactNode;
  tip: ReactNode;
  className?: string;
}) {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const card = useRef<HTMLSpanElement>(null);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [open, setOpen] = useState(false);
  useEffect(() => () => clearTimeout(leaving.current), []);
  useEffect(() => {
    if (!open) return;
    // Wherever the focus is: one that is hovered need not have it.
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') closeTip(card.current);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [open]);

  function show(): void {
    stay();
    const from = anchor.current?.getBoundingClientRect();
    const box = card.current;
    if (from === undefined || box === null || box.matches(':popover-open')) return;
    // The one before may still wait for the pointer to cross to it.
    closeTip(shown);
    shown = box;
    box.showPopover();
    const { width, height } = box.getBoundingClientRect();
    const below = from.bottom + 6 + height < window.innerHeight;
    box.style.top = `${below ? from.bottom + 6 : Math.max(6, from.top - 6 - height)}px`;
    box.style.left = `${Math.max(12, Math.min(from.left, window.innerWidth - width - 12))}px`;
  }
  function hide(): void {
    stay();
    closeTip(card.current);
  }
  function stay(): void {
    clearTimeout(leaving.current);
  }
  function leave(): void {
    stay();
    leaving.current = setTimeout(hide, CROSSING_MS);
  }

  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={className}
        aria-describedby={id}
        onMouseEnter={show}
        onMouseLeave={leave}
        onFocus={show}
        onBlur={() => {
          // A press on the tip, to mark a part of it, takes the focus away too.
          if (card.current?.matches(':hover') !== true) hide();
        }}
        onClick={(event) => {
          event.stopPropagation();
          show();
        }}
      >
        {children}
      </button>
      <span
        ref={card}
        id={id}
        role="tooltip"
        popover="manual"
        className="tip"
        onMouseEnter={stay}
        onMouseLeave={leave}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {tip}
      </span>
    </>
  );
}

function closeTip(tip: HTMLElement | null): void {
  if (tip?.matches(':popover-open') === true) tip.hidePopover();
}
