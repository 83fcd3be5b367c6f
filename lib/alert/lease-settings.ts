/** What holds for which Lease: the first override that fits it, or else what holds for all. */
import type { Settings } from '../detect/rule-settings.ts';
import { LEASE_CLASSES, type LeaseClass } from '../lease/record.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import { fits } from './pattern.ts';
import type { RuleSettings } from './rule-settings.ts';

/** All of what is given has to fit; in the names `*` stands for any part. */
export type LeaseMatch = { class: LeaseClass | null; namespace: string | null; name: string | null };
export type LeaseOverride = { match: LeaseMatch; settings: RuleSettings };

/** Each Lease is matched once, and once more when it is of another class: it is asked thousands of times a second. */
export function leaseSettings(
  all: RuleSettings,
  overrides: readonly LeaseOverride[],
): Settings<RuleSettings> {
  if (overrides.length === 0) return { all, of: () => all };
  const known = new Map(LEASE_CLASSES.map((one) => [one, new WeakMap<TrackedLease, RuleSettings>()]));
  return {
    all,
    of(lease) {
      const found = known.get(lease.class)?.get(lease);
      if (found !== undefined) return found;
      const own = overrides.find(({ match }) => isOf(match, lease))?.settings ?? all;
      known.get(lease.class)?.set(lease, own);
      return own;
    },
  };
}

function isOf({ class: wanted, namespace, name }: LeaseMatch, lease: TrackedLease): boolean {
  return (
    (wanted === null || wanted === lease.class) &&
    (namespace === null || fits(lease.record.namespace, namespace)) &&
    (name === null || fits(lease.record.name, name))
  );
}
