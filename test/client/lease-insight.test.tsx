import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { useLeaseInsight } from '../../lib/client/use-lease-history.ts';
import { parseRange } from '../../lib/view/timeline-range.ts';
import { insight } from '../view/lease-builders.ts';

const swr = vi.hoisted(() => ({ answer: {} }));
vi.mock('swr', () => ({ default: () => swr.answer }));
vi.mock('../../lib/client/use-live.ts', () => ({ useLive: () => new Map() }));

function told(ask: boolean, asked: string, error?: Error) {
  swr.answer = { data: { ...insight(), asked }, error };
  const read: ReturnType<typeof useLeaseInsight>[] = [];
  const range = parseRange({ from: 'now-1h', to: 'now' });
  const Probe = () => {
    read.push(useLeaseInsight({ namespace: 'apps', name: 'lock' }, range, ask));
    return null;
  };
  renderToStaticMarkup(<Probe />);
  return read.map(({ earlier, reading }) => ({ earlier, reading }));
}

test('that of an earlier range is not being replaced where nobody asks, nor where it was refused', () => {
  expect(told(true, 'now-1h now')).toEqual([{ earlier: false, reading: false }]);
  expect(told(true, 'now-6h now')).toEqual([{ earlier: true, reading: true }]);
  expect(told(false, 'now-6h now')).toEqual([{ earlier: true, reading: false }]);
  expect(told(true, 'now-6h now', new Error('HTTP 500'))).toEqual([{ earlier: true, reading: false }]);
});
