'use client';
import { useState } from 'react';
import { useNow } from '../../lib/client/use-now.ts';
import { formatDateTime, formatDuration, formatTime } from '../../lib/view/format.ts';
import { useTimeZone } from './time-zone.tsx';

/**
 * How long ago `at` (epoch ms, Tenure's clock) is, ticking; a click toggles to the absolute time, hover shows
 * both. `until` stops it (a frozen feed, a span that has ended).
 */
export function RelativeAge({
  at,
  until,
  format = formatDuration,
}: {
  at: number;
  until?: number | null;
  format?: (ms: number) => string;
}) {
  const now = useNow();
  const zone = useTimeZone();
  const [absolute, setAbsolute] = useState(false);
  const end = until ?? now;
  const age = end === null ? '…' : format(end - at);
  return (
    <button
      type="button"
      className="age-toggle"
      title={`${formatDateTime(at, zone)}, ${age} ago`}
      onClick={(event) => {
        event.stopPropagation();
        setAbsolute(!absolute);
      }}
    >
      {absolute ? formatTime(at, zone) : age}
    </button>
  );
}
