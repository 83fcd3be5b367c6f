import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { useMinute } from '../../../components/lease/use-minute.ts';
import { NOW } from '../../view/lease-builders.ts';

const page = vi.hoisted(() => ({ now: null as number | null, isDrawn: true }));
vi.mock('../../../lib/client/ticker.ts', () => ({
  subscribeTick: () => () => undefined,
  tickNow: () => page.now,
}));
/** As in a browser, where the page is drawn; else as React draws it for the first time. */
vi.mock('react', async (original) => ({
  ...(await original<object>()),
  useSyncExternalStore: (_: unknown, now: () => unknown, first: () => unknown) =>
    page.isDrawn ? now() : first(),
}));

function minute(now: number | null, isDrawn = true): string {
  Object.assign(page, { now, isDrawn });
  const Probe = () => String(useMinute());
  return renderToStaticMarkup(<Probe />);
}

test('no minute before Tenure has said what time it is, nor where the page is first drawn', () => {
  expect(minute(null)).toBe('null');
  expect(minute(NOW, false)).toBe('null');
});

test('it goes on by whole minutes, so that nothing is drawn anew in between', () => {
  const begin = NOW - 7_000;
  for (const now of [begin, NOW, begin + 59_999]) expect(minute(now)).toBe(String(begin));
  expect(minute(begin + 60_000)).toBe(String(begin + 60_000));
});
