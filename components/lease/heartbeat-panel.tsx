import type { Judged } from '../../lib/view/board-judge.ts';
import { formatDurationInWords, formatLimit } from '../../lib/view/format.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { FreshnessBar } from '../ui/freshness-bar.tsx';
import { Panel } from '../ui/panel.tsx';
import { RelativeAge } from '../ui/relative-age.tsx';

/** A heartbeat is never handed over: instead of who held it, how fresh it is against what is allowed. */
export function HeartbeatPanel({ row, judged, gone }: { row: LeaseRow; judged: Judged; gone: boolean }) {
  const ageMs = row.lastRenewalAt === null || gone ? null : Math.max(0, judged.now - row.lastRenewalAt);
  const limitMs = row.expiresAfterMs;
  const gaps = row.renewGapMs;
  const at = ageMs === null ? null : row.lastRenewalAt;
  const of = limitMs === null ? ', no duration named' : ` of ${formatLimit(limitMs)}`;
  return (
    <Panel
      title="Last heartbeat"
      note="one by one they are too many to keep; the gaps are summed up over 24 h"
    >
      <div className="heartbeat">
        <FreshnessBar
          ageMs={ageMs}
          limitMs={limitMs}
          usualMs={gaps?.median ?? null}
          state={judged.frozen || gone ? 'unknown' : judged.mark}
        />
        <p>
          {at === null || ageMs === null ? (
            'not known'
          ) : (
            <>
              <RelativeAge at={at} now={judged.now} age={formatDurationInWords(ageMs)} hint="Last renewal" />
              {of}
            </>
          )}
        </p>
        <p className="faint">
          {gaps === null
            ? 'No gap between two heartbeats has been seen yet.'
            : `Usually every ${formatDurationInWords(gaps.median)}; 99 of 100 within ${formatDurationInWords(gaps.p99)}, the slowest after ${formatDurationInWords(gaps.max)}.`}
        </p>
      </div>
    </Panel>
  );
}
