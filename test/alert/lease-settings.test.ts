import { describe, expect, it } from 'vitest';
import { type LeaseMatch, leaseSettings } from '../../lib/alert/lease-settings.ts';
import { DEFAULT_RULE_SETTINGS as DEFAULTS } from '../../lib/alert/rule-settings.ts';
import { tracked } from '../detect/cluster-builders.ts';

const own = (name: string) => ({ ...DEFAULTS, name });
function override(match: Partial<LeaseMatch>, name: string) {
  return { match: { class: null, namespace: null, name: null, ...match }, settings: own(name) };
}

describe('what holds for a Lease', () => {
  it('is the first override that fits, or what holds for all', () => {
    const { all, of } = leaseSettings(DEFAULTS, [
      override({ namespace: 'team-*', class: 'controller' }, 'team'),
      override({ name: '*-lock' }, 'lock'),
      override({ class: 'csi' }, 'csi'),
    ]);
    const nameOf = (lease: Parameters<typeof tracked>[0]) => {
      const found = of(tracked(lease));
      return 'name' in found ? found.name : found === all ? 'all' : null;
    };
    expect(nameOf({ namespace: 'team-a', name: 'x-lock' })).toBe('team');
    expect(nameOf({ namespace: 'apps', name: 'x-lock' })).toBe('lock');
    expect(nameOf({ namespace: 'team-a', name: 'x', class: 'csi' })).toBe('csi');
    expect(nameOf({ namespace: 'teams', name: 'x' })).toBe('all');
  });

  it('is found once, and anew when it is of another class', () => {
    const csi = override({ class: 'csi' }, 'csi');
    const { all, of } = leaseSettings(DEFAULTS, [csi]);
    const lease = tracked({ class: 'controller' });
    expect(of(lease)).toBe(all);
    lease.class = 'csi';
    expect(of(lease)).toBe(csi.settings);
    expect(of(lease)).toBe(csi.settings);
  });
});
