/** client-go's electors end their identity in a uuid, another one for each election of one process (field guide §2). */
export const PROCESS_UUID = /_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who it is, whichever of its processes. */
export function processless(identity: string): string {
  return identity.replace(PROCESS_UUID, '');
}
