'use client';
import { useMemo } from 'react';
import { liveNow } from '../../lib/client/live-store.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import {
  movingWords,
  type ParsedRange,
  pannedRange,
  type RangeWords,
  SHORTEST_MS,
  stillWords,
  wordsFor,
  zoomedRange,
} from '../../lib/view/timeline-range.ts';
import type { SetTimelineUrl } from './use-timeline-url.ts';

export type RangeActions = {
  /** Exactly this stretch; "back" of the browser returns to the one before. */
  show(range: TimeRange): void;
  /** About `around`, or about the middle. */
  zoomIn(around?: number): void;
  zoomOut(around?: number): void;
  /** By this share of what is shown; less than 0 goes back in time. */
  pan(share: number): void;
  last(ms: number): void;
  holdStill(): void;
  followNow(): void;
  type(words: RangeWords): void;
};

const ZOOM = 2;

/** What was chosen by hand is no more exact than a pixel: the address stays short. */
function wholeMoments({ from, to }: TimeRange): TimeRange {
  const grain = [1_000, 100, 10].find((one) => to - from >= one * 600) ?? 1;
  return { from: Math.round(from / grain) * grain, to: Math.round(to / grain) * grain };
}

/** `asOf`: the present while the stream has not yet said what time it is. */
export function useRangeActions(
  parsed: ParsedRange,
  range: TimeRange | null,
  asOf: number | null,
  setUrl: SetTimelineUrl,
): RangeActions {
  return useMemo(() => {
    const push = (words: RangeWords): void => void setUrl(words, { history: 'push' });
    const now = (shown: TimeRange): number => Math.max(liveNow() ?? 0, asOf ?? 0) || shown.to;
    const zoom = (factor: number, around?: number): void => {
      if (range === null) return;
      const present = now(range);
      // What follows now grows and shrinks at its beginning.
      const middle = parsed.to.type === 'ago' ? range.to : (range.from + range.to) / 2;
      push(wordsFor(zoomedRange(range, factor, around ?? middle, present), parsed, present));
    };
    return {
      show({ from, to }) {
        const middle = (from + to) / 2;
        const half = Math.max(SHORTEST_MS, to - from) / 2;
        push(stillWords(wholeMoments({ from: middle - half, to: middle + half })));
      },
      zoomIn: (around) => zoom(1 / ZOOM, around),
      zoomOut: (around) => zoom(ZOOM, around),
      pan(share) {
        if (range === null) return;
        const present = now(range);
        void setUrl(wordsFor(pannedRange(range, share, present), parsed, present));
      },
      last: (ms) => push(movingWords(ms)),
      holdStill() {
        if (range !== null) push(stillWords(range));
      },
      followNow() {
        if (range !== null) push(movingWords(range.to - range.from));
      },
      type: push,
    };
  }, [parsed, range, asOf, setUrl]);
}
