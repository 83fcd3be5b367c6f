import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LaneCanvas } from '../../../components/timeline/lane-canvas.tsx';
import { LaneChart } from '../../../components/timeline/lane-chart.tsx';
import type { LaneSpan } from '../../../lib/view/timeline.ts';
import { laneAlerts } from '../../../lib/view/timeline-alerts.ts';
import { layOut, WIDE } from '../../../lib/view/timeline-layout.ts';
import { drawLane, lanePaths, markCount, timeScale, tokenOf } from '../../../lib/view/timeline-marks.ts';
import { NOW } from '../../view/alert-builders.ts';
import { aLane, HUES_BY_NAME, tenure } from '../../view/timeline-builders.ts';

type Box = { colour: string; x: number; y: number; width: number; height: number };

/** A canvas that is there from the outset and says what was painted; nothing else of a page is. */
const page = vi.hoisted(() => {
  const boxes: Box[] = [];
  const context = {
    fillStyle: '',
    scale: () => undefined,
    fillRect(x: number, y: number, width: number, height: number) {
      boxes.push({ colour: context.fillStyle, x, y, width, height });
    },
  };
  return {
    boxes,
    canvas: { width: 0, height: 0, getContext: () => context },
    effects: [] as (() => unknown)[],
  };
});
vi.mock('react', async (original) => ({
  ...(await original<object>()),
  useRef: (first: unknown) => ({ current: first ?? page.canvas }),
  useEffect: (effect: () => unknown) => page.effects.push(effect),
}));
vi.mock('../../../components/timeline/colours.ts', () => ({ readColours: () => (token: string) => token }));
vi.mock('../../../components/ui/on-theme.ts', () => ({ onThemeChange: () => () => undefined }));
beforeAll(() => vi.stubGlobal('window', { innerHeight: 600, devicePixelRatio: 1 }));
afterAll(() => vi.unstubAllGlobals());

const range = { from: NOW - 1_000_000, to: NOW };
const scale = timeScale(range, 300, 800);

/** `count` marks: each handover is a bar and a notch, a vacancy is one. */
function marked(count: number): LaneSpan[] {
  const tenures = Array.from({ length: Math.floor(count / 2) }, (_, index) =>
    tenure(range.from + 190 * index, range.from + 190 * (index + 1), `a-${1 + (index % 2)}`, {
      cause: 'release',
    }),
  );
  return count % 2 === 0 ? tenures : [...tenures, { type: 'vacancy', from: NOW - 10_000, to: NOW }];
}

function chart(spans: LaneSpan[]): string {
  const lanes = [aLane(spans)];
  const data = {
    ...range,
    asOf: NOW,
    pointMs: 1_000,
    total: 1,
    lanes,
    blindSpots: [],
    slow: [],
    hasMore: false,
  };
  return renderToStaticMarkup(
    <LaneChart
      scene={{
        layout: layOut(lanes, WIDE),
        ...{ scale, hues: HUES_BY_NAME, bands: [], data, alerts: laneAlerts([]), width: 1_200 },
        ...{ narrow: false, zone: 'utc', now: null },
      }}
      sentence="Holders"
      linkRange=""
      hours={1}
      more={() => undefined}
      frame={{ current: null }}
    />,
  );
}

test.each([
  [10_000, false],
  [10_001, true],
])('of %i marks: on a canvas: %s; else, and only then, as elements', (count, onCanvas) => {
  const spans = marked(count);
  expect(markCount(aLane(spans))).toBe(count);
  const html = chart(spans);
  expect(html.includes('<canvas')).toBe(onCanvas);
  for (const token of ['holder-1', 'holder-2', 'text', 'surface'])
    expect(html.includes(`z" fill="var(--color-${token})"`)).toBe(!onCanvas);
});

/** What a hatch of the page is striped with on a canvas. */
const STRIPES = { dense: 'text', vacant: 'expired' };
const SIGHT = { top: 8, bottom: 600 };

function boxesOf(path: string, colour: string): Box[] {
  return [...path.matchAll(/M(\S+) (\S+)h([\d.]+)v([\d.]+)/g)].map(([, x, y, width, height]) => ({
    colour,
    x: Number(x),
    y: Number(y) - SIGHT.top,
    width: Number(width),
    height: Number(height),
  }));
}

test('every kind of mark is painted where it stands on the page, over what it lies over there', () => {
  const at = (share: number): number => range.from + share * 1_000_000;
  const lane = aLane([
    tenure(at(0), at(0.2), 'a-1'),
    tenure(at(0.2), at(0.4), 'a-2', { cause: 'release' }),
    { type: 'dense', from: at(0.4), to: at(0.5), holder: 'a-2', count: 7 },
    { type: 'expired', from: at(0.5), to: at(0.6), holder: 'a-2' },
    { type: 'vacancy', from: at(0.6), to: at(0.7) },
    tenure(at(0.7), at(1), 'a-2', { cause: 'release' }),
  ]);
  const rows = layOut([lane], WIDE).lanes;
  page.effects.length = 0;
  renderToStaticMarkup(
    <LaneCanvas rows={rows} scale={scale} hues={HUES_BY_NAME} sight={SIGHT} width={1_200} />,
  );
  for (const effect of page.effects) effect();
  expect(page.canvas).toMatchObject({ width: 1_200, height: 592 });
  const paths = lanePaths(
    rows.map(({ middle }) => ({ middle, drawing: drawLane(lane, scale, HUES_BY_NAME) })),
  );
  expect(paths.map(({ paint }) => paint)).toEqual([
    ...['holder-1', 'holder-2', 'dense', 'expired', 'vacant', 'edge', 'notch'],
  ]);
  const painted = [...page.boxes];
  for (const { paint, path } of paths) {
    const isHatched = paint === 'dense' || paint === 'vacant';
    const boxes = boxesOf(path, isHatched ? 'surface' : tokenOf(paint));
    expect(painted.splice(0, boxes.length)).toEqual(boxes);
    if (!isHatched) continue;
    const stripes = painted.splice(
      0,
      painted.findIndex(({ colour }) => colour !== STRIPES[paint]),
    );
    expect(stripes.length).toBeGreaterThan(9);
    const [ground] = boxes;
    for (const { x, width, y, height } of stripes) {
      expect(x).toBeGreaterThanOrEqual(ground?.x ?? Number.POSITIVE_INFINITY);
      expect(x + width).toBeLessThanOrEqual((ground?.x ?? 0) + (ground?.width ?? 0));
      expect({ y, height }).toEqual({ y: ground?.y, height: ground?.height });
    }
  }
  expect(painted).toEqual([]);
});
