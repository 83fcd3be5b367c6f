'use client';
import { type ReactNode, useId, useRef } from 'react';

/**
 * A term or number with a dotted underline that explains itself: definition and evidence, on hover and on
 * focus, closed by Esc. The browser's popover puts it above everything and closes it.
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

  function show(): void {
    const from = anchor.current?.getBoundingClientRect();
    const box = card.current;
    if (from === undefined || box === null || box.matches(':popover-open')) return;
    box.showPopover();
    const { width, height } = box.getBoundingClientRect();
    const below = from.bottom + 6 + height < window.innerHeight;
    box.style.top = `${below ? from.bottom + 6 : Math.max(6, from.top - 6 - height)}px`;
    box.style.left = `${Math.max(12, Math.min(from.left, window.innerWidth - width - 12))}px`;
  }
  function hide(): void {
    if (card.current?.matches(':popover-open') === true) card.current.hidePopover();
  }

  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={className}
        aria-describedby={id}
        onMouseEnter={show}
        onMouseLeave={hide}
        onFocus={show}
        onBlur={hide}
        onClick={(event) => {
          event.stopPropagation();
          show();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') hide();
        }}
      >
        {children}
      </button>
      <span ref={card} id={id} role="tooltip" popover="manual" className="tip">
        {tip}
      </span>
    </>
  );
}
