'use client';
import { type FormEvent, useId, useState } from 'react';
import { formatDateTime, formatTime, type TimeZone } from '../../lib/view/format.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { endsNow, PRESETS, type RangeWords } from '../../lib/view/timeline-range.ts';
import { typedRange, typedWords } from '../../lib/view/timeline-typed.ts';
import { Button } from '../ui/button.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import type { LeaseRangeState } from './use-lease-range.ts';

/** The last hour to the last month, or any stretch by its two ends. */
export function RangeControl({
  state,
  shown,
  now,
}: {
  state: LeaseRangeState;
  shown: TimeRange;
  now: number;
}) {
  const zone = useTimeZone();
  const [open, setOpen] = useState(false);
  const form = useId();
  const { range, usual } = state;
  const lastMs = !usual && endsNow(range) && range.from.type === 'ago' ? range.from.ms : null;
  const still = !endsNow(range);
  return (
    <>
      <fieldset className="segments range" aria-label="Range">
        {PRESETS.map(({ label, ms }) => (
          <button key={ms} type="button" aria-pressed={lastMs === ms} onClick={() => state.last(ms)}>
            {label}
          </button>
        ))}
        <button
          type="button"
          aria-expanded={open}
          aria-controls={form}
          aria-pressed={still}
          onClick={() => setOpen(!open)}
        >
          {still ? endsOf(shown, zone) : 'from … to'}
        </button>
      </fieldset>
      {open ? (
        <RangeForm
          // Another range is shown: its ends stand in the form.
          key={`${range.words.from}${range.words.to}${zone}`}
          id={form}
          shown={shown}
          now={now}
          done={(words) => {
            state.show(words);
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}

function endsOf({ from, to }: TimeRange, zone: TimeZone): string {
  const [begin, end] = [formatDateTime(from, zone), formatDateTime(to, zone)];
  const sameDay = begin.slice(0, 10) === end.slice(0, 10);
  return `${begin.slice(5, 19)} – ${sameDay ? formatTime(to, zone) : end.slice(5, 19)}`;
}

function RangeForm({
  id,
  shown,
  now,
  done,
}: {
  id: string;
  shown: TimeRange;
  now: number;
  done: (words: RangeWords) => void;
}) {
  const zone = useTimeZone();
  const [from, setFrom] = useState(() => typedWords(shown.from, zone));
  const [to, setTo] = useState(() => typedWords(shown.to, zone));
  const [problem, setProblem] = useState<string | null>(null);
  function submit(event: FormEvent): void {
    event.preventDefault();
    const next = typedRange({ from, to }, zone, now);
    if (next.problem === null) done(next.words);
    else setProblem(`${next.problem}.`);
  }
  return (
    <form id={id} className="range-form" onSubmit={submit}>
      <label>
        From, {zone === 'utc' ? 'UTC' : 'local'}
        <input value={from} onChange={(event) => setFrom(event.target.value)} spellCheck={false} />
      </label>
      <label>
        To
        <input value={to} onChange={(event) => setTo(event.target.value)} spellCheck={false} />
      </label>
      <Button type="submit">Show</Button>
      <span role="alert">{problem}</span>
    </form>
  );
}
