/** What an identity says besides who it is. */

/** client-go's identities end in a uuid that each process makes anew (field guide §2). */
export function processless(identity: string): string {
  return identity.replace(/_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '');
}
