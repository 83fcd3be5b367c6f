'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { PageTitle } from '../shell/page-title.tsx';
import { StatePage } from '../shell/state-page.tsx';

/** Instead of a Lease's page: why there is none, and what to do. */
export function LeaseAbsent({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <PageTitle title="No such Lease" />
      <h1 className="sr-only">{title}</h1>
      <StatePage title={title}>
        {children}
        <div className="actions">
          <Link className="button ink" href="/">
            Open Leaders
          </Link>
          <span>or search for it with /</span>
        </div>
      </StatePage>
    </>
  );
}
