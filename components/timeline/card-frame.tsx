import type { CSSProperties, ReactNode } from 'react';
import { shortenMiddle } from '../../lib/view/format.ts';

export type CardPlace = { above?: boolean; style: CSSProperties | undefined };

/** Every card over the lanes: what it is about, the way to close it, of which Lease, its terms, and the ways on. */
export function CardFrame({
  lane,
  label,
  title,
  place,
  close,
  hint,
  children,
}: {
  lane: { namespace: string; name: string };
  label: string;
  title: ReactNode;
  place: CardPlace;
  /** Null for one that only passes. */
  close: (() => void) | null;
  hint: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      className={`tl-card ${place.above ? 'above' : ''} ${close === null ? 'passing' : ''}`}
      style={place.style}
      aria-label={label}
      aria-live={close === null ? undefined : 'polite'}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || close === null) return;
        event.preventDefault();
        close();
      }}
    >
      <h3>
        {title}
        {close === null ? null : (
          <button type="button" className="close" onClick={close} aria-label="Close, Esc">
            ✕
          </button>
        )}
      </h3>
      <dl>
        <dt>Lease</dt>
        <dd>
          <span className="mono">{shortenMiddle(lane.name, 60)}</span>{' '}
          <span className="tl-faint">{lane.namespace}</span>
        </dd>
        {children}
      </dl>
      <div className="hint">{hint}</div>
    </section>
  );
}
