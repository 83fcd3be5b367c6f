'use client';
import { useState } from 'react';
import { formatDateTime } from '../../lib/view/format.ts';
import { formatShortMoment } from '../../lib/view/moment.ts';
import { useTimeZone } from './time-zone.tsx';

/**
 * An age that a click turns into the moment it counts from, and back; hover shows the moment whole. `age` is
 * in words, as of `now`; `at` is what it counts from. Epoch ms, Tenure's clock. `hint` introduces the moment.
 */
export function RelativeAge({ at, now, age, hint }: { at: number; now: number; age: string; hint?: string }) {
  const zone = useTimeZone();
  const [absolute, setAbsolute] = useState(false);
  return (
    <button
      type="button"
      className="age-toggle"
      title={`${hint === undefined ? '' : `${hint} `}${formatDateTime(at, zone)}`}
      onClick={() => setAbsolute(!absolute)}
    >
      {absolute ? formatShortMoment(at, now, zone) : age}
    </button>
  );
}
