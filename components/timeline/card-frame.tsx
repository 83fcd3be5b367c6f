import type { ReactNode } from 'react';
import { shortenMiddle } from '../../lib/view/format.ts';
import type { CardPlace } from './card-place.ts';

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
  /** Null at the foot of a narrow window. */
  place: CardPlace | null;
  /** Null for one that only passes. */
  close: (() => void) | null;
  hint: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={place?.above ? 'tl-place above' : 'tl-place'} style={place?.style}>
      <i style={{ flexBasis: place?.lead }} />
      <section
        className={close === null ? 'tl-card passing' : 'tl-card'}
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
    </div>
  );
}
