import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type KeptCluster, keptHref, keptNow, liveHref, namedClusters } from '../../lib/view/clusters.ts';

const NOW = 1_800_000_000_000;
const cluster = (over: Partial<KeptCluster>): KeptCluster => ({
  id: 'a',
  name: 'prod',
  publicUrl: null,
  keptFrom: null,
  watchedUntil: null,
  own: false,
  ...over,
});

it('tells each from all others by its title, and puts the own first', () => {
  const one = fc.record({
    id: fc.oneof(
      fc.uuid(),
      fc.string({ minLength: 1 }).map((text) => `ca:${text}`),
    ),
    name: fc.constantFrom('in-cluster', 'prod', null),
    own: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.uniqueArray(one, { selector: ({ id }) => id }), (ones) => {
      const named = namedClusters({ asOf: NOW, items: ones.map(cluster) });
      expect(new Set(named.map(({ title }) => title)).size).toBe(ones.length);
      expect(named.map(({ own }) => own)).toEqual(
        named.map(({ own }) => own).sort((a, b) => Number(b) - Number(a)),
      );
    }),
  );
});

it('says whether somebody watches it just now', () => {
  const items = [
    cluster({ id: 'own', name: 'a', own: true }),
    cluster({ id: 'told', name: 'b', watchedUntil: NOW - 90_000 }),
    cluster({ id: 'silent', name: 'c', watchedUntil: NOW - 600_000 }),
    cluster({ id: 'never', name: 'd' }),
  ];
  const named = namedClusters({ asOf: NOW, items });
  expect(named.map(({ watched }) => watched)).toEqual([true, true, false, false]);
});

it('leads to its history here, and to its own Tenure where that is known and a page', () => {
  expect(keptHref({ id: 'ca:1 &2' })).toBe('/timeline?cluster=ca%3A1%20%262');
  expect(liveHref({ publicUrl: 'https://east.example/tenure' }, '/timeline')).toBe(
    'https://east.example/tenure/timeline',
  );
  expect(liveHref({ publicUrl: null }, '/')).toBeNull();
  expect(liveHref({ publicUrl: 'javascript:alert(1)//' }, '/')).toBeNull();
});

it('has its own present where it is not watched: when it was last', () => {
  const day = 86_400_000;
  expect(keptNow(cluster({ watchedUntil: NOW - day, keptFrom: NOW - 9 * day }), NOW)).toBe(NOW - day);
  expect(keptNow(cluster({ keptFrom: NOW - 9 * day }), NOW)).toBe(NOW - 9 * day);
  // Its Tenure's clock may run ahead of this one's.
  expect(keptNow(cluster({ watchedUntil: NOW + 5_000 }), NOW)).toBe(NOW);
  expect(keptNow(cluster({ watchedUntil: NOW }), null)).toBe(NOW);
  expect(keptNow(cluster({}), null)).toBeNull();
  expect(keptNow(null, NOW)).toBeNull();
});
