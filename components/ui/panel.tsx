import type { ReactNode, Ref } from 'react';

/** A bordered area with a heading; no shadow, for it does not float. */
export function Panel({
  title,
  note,
  aside,
  children,
  className = '',
  head,
}: {
  title?: string;
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  /** The heading, where the focus can be put on it. */
  head?: Ref<HTMLHeadingElement>;
}) {
  return (
    <section className={`panel ${className}`} aria-label={title}>
      {title === undefined ? null : (
        <div className="panel-head">
          <h2 ref={head} tabIndex={head === undefined ? undefined : -1}>
            {title}
          </h2>
          {note === undefined ? null : <small>{note}</small>}
          {aside === undefined ? null : <span className="aside">{aside}</span>}
        </div>
      )}
      {children}
    </section>
  );
}
