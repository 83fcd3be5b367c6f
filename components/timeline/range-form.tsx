'use client';
import { useState } from 'react';
import { parseRange, type RangeWords } from '../../lib/view/timeline-range.ts';
import { Button } from '../ui/button.tsx';

/** From … to, typed: absolute times, or so long before now. */
export function RangeForm({ words, choose }: { words: RangeWords; choose: (words: RangeWords) => void }) {
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
        const next = { from: typed.from.trim(), to: typed.to.trim() || 'now' };
        const parsed = parseRange(next);
        if (parsed.problem === null) choose(next);
        else setProblem(parsed.problem.split('. ')[0] ?? parsed.problem);
      }}
    >
      {field('from')}
      {field('to')}
      <p>
        <span className="mono">2026-03-05T22:56Z</span>, epoch milliseconds, or{' '}
        <span className="mono">now-6h</span> (s, m, h, d, w).
      </p>
      {problem === null ? null : (
        <p className="wrong" role="alert">
          {problem}.
        </p>
      )}
      <Button type="submit">Show</Button>
    </form>
  );
}
