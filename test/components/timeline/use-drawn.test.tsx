import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { useDrawn } from '../../../components/timeline/use-scene.ts';
import type { TimelineQuery } from '../../../lib/client/use-timeline.ts';

/** As React draws: first with what was, then with what is. */
const react = vi.hoisted(() => ({ was: [] as unknown[], is: [] as unknown[], catchesUp: true }));
vi.mock('react', async (original) => ({
  ...(await original<object>()),
  useDeferredValue: (value: unknown) => {
    react.is.push(value);
    return react.catchesUp ? value : react.was[react.is.length - 1];
  },
}));

function drawn(latest: string | null, query: TimelineQuery, isRead: boolean): string[] {
  const Probe = () => {
    const { scene, earlier } = useDrawn(latest, query, isRead);
    return `${scene}${earlier ? ' of another question' : ''}`;
  };
  const told = [false, true].map((catchesUp) => {
    Object.assign(react, { catchesUp, is: [] });
    return renderToStaticMarkup(<Probe />);
  });
  react.was = react.is;
  return told;
}

test('what is drawn is of another question until the answer is drawn, not until it is here', () => {
  const asked = (q: string): TimelineQuery => ({
    ...{ from: 'now-1h', to: 'now', namespaces: [], classes: [], moved: false, cluster: null },
    q,
  });
  const [first, second, third] = [asked(''), asked('a'), asked('b')];
  const nothing = 'null of another question';
  expect(drawn(null, first, false).at(-1)).toBe(nothing);
  // The first is drawn as soon as it is here.
  expect(drawn('1', first, true)).toEqual(['1', '1']);
  // One that is only newer is of the same question all along.
  expect(drawn('1, newer', first, true)).toEqual(['1', '1, newer']);
  const other = '1, newer of another question';
  expect(drawn('1, newer', second, false)).toEqual([other, other]);
  expect(drawn('2', second, true)).toEqual([other, '2']);
  // One that is known already is never read.
  expect(drawn('3', third, true)).toEqual(['2 of another question', '3']);
});
