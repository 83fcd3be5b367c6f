'use client';
import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { liveNow } from '../../lib/client/live-store.ts';
import { useHistoryStatus, useKeptFrom } from '../../lib/client/use-history-status.ts';
import { leaseRange } from '../../lib/view/lease-moment.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import {
  LONGEST_MS,
  movingWords,
  type ParsedRange,
  parseRange,
  type RangeWords,
  SHORTEST_MS,
  stillWords,
  wordsFor,
} from '../../lib/view/timeline-range.ts';

const PARSERS = { from: parseAsString, to: parseAsString, at: parseAsString };

export type LeaseRangeState = {
  range: ParsedRange;
  /** Nothing was asked for: the page chose it. */
  usual: boolean;
  /** The instant that the link means, epoch ms. */
  at: number | null;
  problem: string | null;
  /** Each is a step of the browser's history, so that "back" zooms out. */
  last: (ms: number) => void;
  show: (words: RangeWords) => void;
  zoom: (to: TimeRange) => void;
  /** Holds an instant fast, or lets it go. */
  pin: (at: number | null) => void;
};

/** Which stretch of a Lease's history is shown: all of it is in the URL. `other`: of a cluster that is not watched. */
export function useLeaseRange(now: number, other?: { keptFrom: number | null } | null): LeaseRangeState {
  const [url, setUrl] = useQueryStates(PARSERS, { history: 'push', scroll: false });
  const history = useHistoryStatus();
  const ownFrom = useKeptFrom();
  const keptFrom = other === undefined ? ownFrom : (other?.keptFrom ?? null);
  const { words, usual, at, problem } = leaseRange(url, { keptFrom, history, now });
  const { from, to } = words;
  const range = useMemo(() => parseRange({ from, to }), [from, to]);
  return useMemo(
    () => ({
      range,
      usual,
      at,
      problem,
      last: (ms) => void setUrl({ ...movingWords(ms), at: null }),
      show: (next) => void setUrl({ ...next, at: null }),
      zoom: ({ from: begin, to: end }) => {
        const present = liveNow() ?? end;
        const over = Math.max(0, end - Math.max(present, begin));
        const next = {
          from: Math.round(Math.max(begin - over, end - over - LONGEST_MS)),
          to: Math.round(Math.max(end - over, begin - over + SHORTEST_MS)),
        };
        void setUrl(wordsFor(next, range, present));
      },
      pin: (next) => {
        const iso = next === null ? null : stillWords({ from: next, to: next }).from;
        // What is seen stays as it is while an instant of it is looked at.
        void setUrl({ from, to, at: iso }, { history: 'replace' });
      },
    }),
    [range, usual, at, problem, from, to, setUrl],
  );
}
