import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { chartFrame } from '../../../components/lease/chart-frame.ts';
import { ChartGround } from '../../../components/lease/chart-ground.tsx';
import { NOW } from '../../view/lease-builders.ts';

const HOUR = 3_600_000;
const LABEL = /<text class="[^"]*" x="([\d.]+)" y="[\d.]+" text-anchor="(\w+)">([^<]+)</g;
/** Of the widest of these words, px. */
const LETTER = 6.6;

/** From where to where each word of the axis reaches, from left to right. */
function words(width: number, to: number, endLabel: string): { from: number; to: number }[] {
  const frame = chartFrame(width, 1, { from: to - 6 * HOUR, to });
  const drawn = renderToStaticMarkup(
    <ChartGround frame={frame} unwatched={[]} unwritten={[]} zone="utc" endLabel={endLabel} />,
  );
  return [...drawn.matchAll(LABEL)].map(([, x, anchor, word = '']) => {
    const length = word.length * LETTER;
    const from = Number(x) - (anchor === 'end' ? length : length / 2);
    return { from, to: from + length };
  });
}

test.each([
  [350, 'now'],
  [350, '03:14:07'],
  [350, '2026-03-05'],
  [1_000, 'now'],
  [1_000, '2026-03-05'],
])('of %d px, no time of the axis touches the “%s” at its end', (width, endLabel) => {
  for (let minute = 0; minute < 60; minute++) {
    const [end, last] = words(width, NOW + minute * 60_000, endLabel).reverse();
    expect(end?.from).toBeGreaterThan(last?.to ?? Number.POSITIVE_INFINITY);
  }
});
