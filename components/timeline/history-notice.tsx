import type { ReactNode } from 'react';
import { useLink } from '../../lib/client/use-live.ts';
import type { TimelineReading } from '../../lib/client/use-timeline.ts';
import { countOf, formatCount } from '../../lib/view/format.ts';
import { LOST_TIME } from '../../lib/view/history-words.ts';
import type { HistoryStatus } from '../../lib/view/status.ts';

/** What is wrong with the history, and what to do; nothing when all is well. What can be shown still is. */
export function HistoryNotice({
  history,
  problem,
  hasData,
}: {
  history: HistoryStatus | null;
  problem: TimelineReading['problem'];
  hasData: boolean;
}) {
  // The banner above says it, and what to do; nothing here would help.
  if (useLink().type === 'signed-out' && hasData) return null;
  if (history?.state === 'off')
    return (
      <Notice title="No history is kept">
        Set TENURE_DATABASE_URL to a file or a PostgreSQL and start Tenure anew; until then only what is still
        in memory can be shown.
      </Notice>
    );
  if (history?.state === 'failing')
    return (
      <Notice failing title="History is failing">
        {history.error === null ? null : (
          <>
            <span className="mono">{history.error.message}</span> {history.error.hint}{' '}
          </>
        )}
        {history.waiting > 0
          ? `${countOf(history.waiting, 'event waits', 'events wait')} to be written. `
          : ''}
        {history.lost > 0 ? `${formatCount(history.lost)} had to be given up; ${LOST_TIME}. ` : ''}
        Tenure keeps trying;{' '}
        {hasData
          ? 'what could be read is below, and what is not written yet is shown as not watched.'
          : 'until it succeeds no holder of the past, handover or blind spot can be shown. Leaders shows the present.'}
      </Notice>
    );
  if (history?.state === 'opening' || problem?.code === 'not_ready')
    return (
      <Notice title="History is being opened">
        {problem?.code === 'not_ready' ? `${problem.message}.` : 'It appears here by itself.'}
      </Notice>
    );
  if (problem !== null)
    return (
      <Notice
        failing
        title={hasData ? 'The timeline could not be read anew' : 'The timeline could not be read'}
      >
        {problem.message}. {hasData ? 'Shown is what was read last. ' : ''}Trying again.
      </Notice>
    );
  return null;
}

export function Notice({
  title,
  failing = false,
  children,
}: {
  title: string;
  failing?: boolean;
  children: ReactNode;
}) {
  return (
    <p className={failing ? 'tl-notice failing' : 'tl-notice'} role="status">
      <b>{title}.</b>
      <span>{children}</span>
    </p>
  );
}
