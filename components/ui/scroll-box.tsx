import type { ReactNode } from 'react';

/** What may be wider or higher than its place: it scrolls, so the keyboard must reach it. */
export function ScrollBox({
  label,
  className,
  children,
}: {
  label: string;
  className: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
    <section className={className} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
