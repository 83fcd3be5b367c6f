/** Three people with different rights in a real control plane, and Leases whose every word tells their namespace. */
import type { ControlPlane } from './envtest.ts';
import { createLease, createNamespace, grantPerson, writeLease } from './objects.ts';

export const ANA_SEES = 'team-qk3xa';
export const BEN_SEES_TOO = 'team-zw9eb';
/** What stands in every name of a namespace, and in nothing else. */
export const WORDS: Readonly<Record<string, string>> = {
  [ANA_SEES]: 'qk3xa',
  [BEN_SEES_TOO]: 'zw9eb',
  'team-jv5oc': 'jv5oc',
};
export const NAMESPACES = Object.keys(WORDS);
/** Whose token is whose: `personToken`. What each may list by RBAC. */
export const PEOPLE: readonly [name: string, sees: readonly string[]][] = [
  ['ana', [ANA_SEES]],
  ['ben', [ANA_SEES, BEN_SEES_TOO]],
  ['cyd', NAMESPACES],
];

/** Of whom a text tells. */
export function namedIn(text: string): string[] {
  return NAMESPACES.filter((namespace) => text.includes(WORDS[namespace] ?? ''));
}

/**
 * In each namespace one Lease that is renewed every second and changes hands every eight, and one that nobody renews: it
 * expires. Returns `stop`.
 */
export async function startPeople(plane: ControlPlane): Promise<() => void> {
  for (const namespace of [...NAMESPACES, 'people']) await createNamespace(plane, namespace);
  const leaseOf = (namespace: string, transitions: number) => ({
    ...{ namespace, name: `lock-${WORDS[namespace]}`, holder: `pod-${WORDS[namespace]}-${transitions}` },
    transitions,
  });
  let turn = 0;
  for (const namespace of NAMESPACES) {
    await createLease(plane, leaseOf(namespace, turn));
    await createLease(plane, {
      ...{ namespace, name: `left-${WORDS[namespace]}`, holder: `gone-${WORDS[namespace]}` },
      ...{ transitions: 0, durationSeconds: 3 },
    });
  }
  for (const [name, sees] of PEOPLE) await grantPerson(plane, name, sees === NAMESPACES ? null : [...sees]);
  const renewing = setInterval(() => {
    turn += 1;
    // A write that fails is followed by the next.
    for (const namespace of NAMESPACES)
      void writeLease(plane, leaseOf(namespace, Math.floor(turn / 8))).catch(() => undefined);
  }, 1000);
  return () => clearInterval(renewing);
}
