import { describe, expect, it } from 'vitest';
import { indexAlerts, leasesChanged } from '../../lib/alert/alert-index.ts';
import { about, everywhere, firing } from './builders.ts';

const slow = firing(everywhere('slow-renewals', { severity: 'warning' }));
const told = firing(about('a', 'vacant'));
const under = firing(about('b', 'vacant'), { rootId: slow.id });
const silenced = firing(about('a', 'flapping'), { silencedBy: 's' });

describe('the index of what fires', () => {
  const index = indexAlerts([
    slow,
    told,
    under,
    silenced,
    { ...firing(about('c', 'vacant')), state: 'pending' },
    { ...firing(about('d', 'vacant')), state: 'resolved' },
  ]);

  it('counts what is told', () => expect(index.counts).toEqual({ critical: 1, warning: 1, info: 0 }));
  it('counts consequences by their root', () => expect([...index.consequences]).toEqual([[slow.id, 1]]));
  it('names those of a Lease, consequences too, but not what is silenced', () =>
    expect([...index.byLease]).toEqual([
      ['apps/a', [told.id]],
      ['apps/b', [under.id]],
    ]));
});

describe('what changed', () => {
  const before = indexAlerts([told]);
  it('is about the Leases of which others fire now', () => {
    const changed = [told, under, silenced, slow];
    expect([...leasesChanged(before, indexAlerts([told, under, silenced, slow]), changed)]).toEqual([
      'apps/b',
    ]);
    expect([...leasesChanged(before, indexAlerts([]), [told])]).toEqual(['apps/a']);
  });
  it('is not a Lease of which the same fire', () =>
    expect([...leasesChanged(before, indexAlerts([told]), [told])]).toEqual([]));
});
