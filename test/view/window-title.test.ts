import { expect, it } from 'vitest';
import { namedClusters } from '../../lib/view/clusters.ts';
import { windowTitle } from '../../lib/view/window-title.ts';

const watched = { page: 'Timeline', watched: 'prod', other: null, prefix: 'Stale · ' };

it('leads with how the watched cluster is, and names it as soon as it is known', () => {
  expect(windowTitle(watched)).toBe('Stale · Timeline · prod · Tenure');
  expect(windowTitle({ ...watched, watched: null, prefix: '' })).toBe('Timeline · Tenure');
});

it('names another cluster whose history is shown, and says nothing of the watched one', () => {
  const one = { id: 'u-2', name: 'staging', publicUrl: null, keptFrom: 0, watchedUntil: 0, own: false };
  const [cluster = null] = namedClusters({ asOf: 0, items: [one] });
  expect(windowTitle({ ...watched, other: { id: 'u-2', cluster } })).toBe('Timeline · staging · Tenure');
  expect(windowTitle({ ...watched, prefix: '(4) ', other: { id: 'u-2', cluster: null } })).toBe(
    'Timeline · u-2 · Tenure',
  );
});
