import type { ReactNode } from 'react';
import { Panel } from '../ui/panel.tsx';

/** A state that takes the whole page: one heading, what is known, what to do. */
export function StatePage({
  title,
  children,
  inside = false,
}: {
  title: string;
  children: ReactNode;
  inside?: boolean;
}) {
  return (
    <div className={inside ? 'state-page inside' : 'state-page'}>
      <Panel>
        <div className="in">
          <h2>{title}</h2>
          {children}
        </div>
      </Panel>
    </div>
  );
}
