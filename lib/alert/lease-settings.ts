/** What holds for which Lease: the first override that fits it, or else what holds for all. */
import type { Settings } from '../detect/rule-settings.ts';
import { LEASE_CLASSES, type LeaseClass } from '../lease/record.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import { patternOf } from './pattern.ts';
import type { RuleSettings } from './rule-settings.ts';

/** All of what is given has to fit; in the names `*` stands for any part. */
export type LeaseMatch = { class: LeaseClass | null; namespace: string | null; name: string | null };
export type LeaseOverride = { match: LeaseMatch; settings: RuleSettings };

/** Far more than there are Leases: those that are gone are let go of with all others, which are matched once more. */
const MOST_KNOWN = 200_000;

/** Each Lease is matched once, and once more when it is of another class: it is asked thousands of times a second. */
export function leaseSettings(
  all: RuleSettings,
  overrides: readonly LeaseOverride[],
): Settings<RuleSettings> {
  if (overrides.length === 0) return { all, of: () => all };
  const matchers = overrides.map(({ match, settings }) => ({ isOf: matcherOf(match), settings }));
  const known = new Map(LEASE_CLASSES.map((one) => [one, new Map<number, RuleSettings>()]));

  function match(lease: TrackedLease): RuleSettings {
    const ofClass = known.get(lease.class);
    const own = matchers.find(({ isOf }) => isOf(lease))?.settings ?? all;
    if (ofClass !== undefined && ofClass.size >= MOST_KNOWN) ofClass.clear();
    ofClass?.set(lease.key, own);
    return own;
  }

  return { all, of: (lease) => known.get(lease.class)?.get(lease.key) ?? match(lease) };
}

function matcherOf({ class: wanted, namespace, name }: LeaseMatch): (lease: TrackedLease) => boolean {
  const isNamespace = namespace === null ? null : patternOf(namespace);
  const isName = name === null ? null : patternOf(name);
  return (lease) =>
    (wanted === null || wanted === lease.class) &&
    (isNamespace === null || isNamespace(lease.record.namespace)) &&
    (isName === null || isName(lease.record.name));
}
