import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createHover, type Point, RESTS_MS } from '../../../components/timeline/hover.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const at = (mark: string, px: number): Point => ({ key: 'ns/name', mark, at: px, by: 'pointer' });

function hoverWithWatcher() {
  const hover = createHover();
  const seen = vi.fn();
  hover.subscribe(seen);
  return { hover, seen };
}

it('waits until the pointer rests, however it trembles on one mark', () => {
  const { hover, seen } = hoverWithWatcher();
  hover.setSoon(at('a', 5));
  vi.advanceTimersByTime(RESTS_MS - 1);
  hover.setSoon(at('a', 6));
  expect(hover.point()).toBeNull();
  vi.advanceTimersByTime(1);
  expect(hover.point()).toEqual(at('a', 5));
  expect(seen).toHaveBeenCalledTimes(1);
});

it('goes to the next mark though the pointer goes on moving there', () => {
  const { hover } = hoverWithWatcher();
  hover.set(at('a', 5));
  for (let px = 20; px < 30; px += 1) {
    hover.setSoon(at('b', px));
    vi.advanceTimersByTime(RESTS_MS / 8);
  }
  expect(hover.point()?.mark).toBe('b');
});

it('goes where nothing is pointed at any more, well within 300 ms', () => {
  const { hover } = hoverWithWatcher();
  hover.set(at('a', 5));
  hover.setSoon(null);
  hover.setSoon(null);
  vi.advanceTimersByTime(299);
  expect(hover.point()).toBeNull();
});

it('stays when the pointer comes back to the same mark in time', () => {
  const { hover, seen } = hoverWithWatcher();
  hover.set(at('a', 5));
  hover.setSoon(null);
  hover.setSoon(at('a', 7));
  vi.advanceTimersByTime(1_000);
  expect(hover.point()).toEqual(at('a', 5));
  expect(seen).toHaveBeenCalledTimes(1);
});
