/** Missing rights look like nobody who wants a Lease: how to see whether those who run may write it (field guide §10). */
import type { NextStep } from './finding.ts';
import { quoted } from './words.ts';

/**
 * `account`: who is to be asked about, as RBAC names it (`system:serviceaccount:…`); null where that is not known. A
 * right to create is not given by name.
 */
export function mayStep(
  verb: 'update' | 'create',
  { namespace, name }: { namespace: string; name: string },
  account: string | null,
): NextStep {
  const what = verb === 'create' ? 'leases' : `leases/${quoted(name)}`;
  const known = account === null ? ' (put in its name)' : '';
  const who = account ?? `system:serviceaccount:${namespace}:NAME`;
  return {
    text: `See whether its service account may ${verb === 'create' ? 'create it' : 'write the Lease'}${known}`,
    command: `kubectl auth can-i ${verb} ${what} -n ${quoted(namespace)} --as=${quoted(who)}`,
  };
}
