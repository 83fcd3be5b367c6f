import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { type RangeActions, useRangeActions } from '../../../components/timeline/use-range-actions.ts';
import type { SetTimelineUrl } from '../../../components/timeline/use-timeline-url.ts';
import { parseRange } from '../../../lib/view/timeline-range.ts';

const TO = Date.UTC(2026, 2, 5, 3, 14);
const ref = vi.hoisted(() => ({ current: null }));
/** What one drawing keeps is there at the next. */
vi.mock('react', async (original) => ({ ...(await original<object>()), useRef: () => ref }));

test('a pan before the address has the zoom keeps the zoom’s own step back', async () => {
  const histories: unknown[] = [];
  let arrive = (): void => undefined;
  const setUrl: SetTimelineUrl = (_, options) => {
    histories.push(options?.history);
    return new Promise((resolve) => {
      arrive = () => resolve(new URLSearchParams());
    });
  };
  const actions = (): RangeActions => {
    const made: RangeActions[] = [];
    const Probe = () => {
      made.push(useRangeActions(parsed, { from: TO - 3_600_000, to: TO }, TO, setUrl));
      return null;
    };
    renderToStaticMarkup(<Probe />);
    const [first] = made;
    if (first === undefined) throw new Error('nothing was drawn');
    return first;
  };
  const parsed = parseRange({ from: '2026-03-05T02:14:00Z', to: '2026-03-05T03:14:00Z' });
  actions().pan(0.25);
  actions().zoomIn();
  actions().pan(-0.25);
  actions().pan(-0.25);
  expect(histories).toEqual(['replace', 'push', 'push', 'push']);
  arrive();
  await Promise.resolve();
  actions().pan(0.25);
  expect(histories.at(-1)).toBe('replace');
});
