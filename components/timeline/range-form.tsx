'use client';
import { useState } from 'react';
import { liveNow } from '../../lib/client/live-store.ts';
import type { TimeZone } from '../../lib/view/format.ts';
import type { RangeWords } from '../../lib/view/timeline-range.ts';
import { typedRange } from '../../lib/view/timeline-typed.ts';
import { Button } from '../ui/button.tsx';

type Props = {
  words: RangeWords;
  zone: TimeZone;
  /** The present while the stream has not yet said what time it is. */
  asOf: number | null;
  choose: (words: RangeWords) => void;
};

/** From … to, typed: times of the chosen zone, or so long before now. */
export function RangeForm({ words, zone, asOf, choose }: Props) {
  const [typed, setTyped] = useState(words);
  const [problem, setProblem] = useState<string | null>(null);
  const field = (name: 'from' | 'to') => (
    <label>
      {name}
      <input
        value={typed[name]}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem === null ? undefined : true}
        onChange={(event) => {
          setTyped({ ...typed, [name]: event.target.value });
          setProblem(null);
        }}
      />
    </label>
  );
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        const next = typedRange(typed, zone, liveNow() ?? asOf ?? Date.now());
        if (next.problem === null) choose(next.words);
        else setProblem(next.problem);
      }}
    >
      {field('from')}
      {field('to')}
      <p>
        <span className="mono">21:30</span>, <span className="mono">22 Nov 21:30</span> or{' '}
        <span className="mono">2026-11-22 21:30</span> in {zone === 'utc' ? 'UTC' : 'local time'}, or{' '}
        <span className="mono">now-6h</span> (s, m, h, d, w).
      </p>
      {problem === null ? null : (
        <p className="wrong" role="alert">
          {problem}.
        </p>
      )}
      <Button type="submit" ink>
        Show
      </Button>
    </form>
  );
}
