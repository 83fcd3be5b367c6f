import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { labelX, liesOver } from '../../../components/timeline/cursor.tsx';
import { LaneAxis } from '../../../components/timeline/lane-axis.tsx';
import { timeScale } from '../../../lib/view/timeline-marks.ts';
import { alertOf, NOW } from '../../view/alert-builders.ts';

const range = { from: NOW - 600_000, to: NOW };
const draw = (
  cluster: string | null,
  { scale = timeScale(range, 0, 800), end = null as string | null, narrow = false } = {},
): string =>
  renderToStaticMarkup(
    <LaneAxis
      scale={scale}
      width={800}
      bands={[]}
      alerts={[alertOf({ id: 'a', since: NOW - 300_000 })]}
      asOf={NOW}
      joinedMs={0}
      zone="utc"
      total={1}
      end={end}
      cursor={{ line: { current: null }, label: { current: null }, moveTo: () => undefined }}
      narrow={narrow}
      cluster={cluster}
    />,
  );

test('an alert about no single Lease leads to its page, which one of another cluster has not here', () => {
  expect(draw(null)).toContain('href="/alerts?alert=a"');
  const kept = draw('other');
  expect(kept).not.toContain('href=');
  expect(kept).toContain('aria-label="critical: Nobody renews kube-scheduler');
});

const TICK = /<text x="([\d.]+)" y="32" text-anchor="(\w+)" class="tl-text tl-tick[^"]*">([^<]+)</g;
/** "21:48:07" in 11 px, its padding included, and what is usual a letter. */
const TOLD = 60;
const LETTER = 6.2;

test.each([
  ['of a page', { scale: timeScale(range, 300, 1_044), narrow: false }],
  ['of 390 px', { scale: timeScale(range, 12, 366), narrow: true }],
])('no word of an axis %s is seen where the time of the cursor lies over it', (_, { scale, narrow }) => {
  const html = draw(null, { scale, narrow, end: 'now' });
  const words = [...html.matchAll(TICK)].map(([, x, anchor, word = '']) => {
    expect(anchor).toBe('middle');
    return { word, x: Number(x) };
  });
  expect(words.map(({ word }) => word)).toContain('now');
  expect(words.length).toBe(html.match(/y="32"/g)?.length);
  for (let pointed = scale.left; pointed <= scale.left + scale.width; pointed += 1) {
    const told = labelX(pointed, scale);
    const under = words.filter(({ word, x }) => Math.abs(x - told) < (TOLD + word.length * LETTER) / 2);
    const seen = words.filter(({ x, word }) => !liesOver(told, x, word));
    for (const one of under) expect(seen).not.toContain(one);
    // It is not the whole axis that gives way.
    expect(words.length - seen.length).toBeLessThanOrEqual(2);
  }
});
