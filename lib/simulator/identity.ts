/** How processes name themselves in a Lease. Source: field guide §2, "Identity → Pod". */
import { LETTERS, type Random } from './random.ts';
import type { Replica } from './workload.ts';

export const IDENTITY_FORMATS = [
  'hostname_uuid',
  'hostname',
  'hostname-random',
  'cert-manager',
  'node',
  'pod-ip',
] as const;
export type IdentityFormat = (typeof IDENTITY_FORMATS)[number];

/** A process on the host's network has the host's name. */
export function hostnameOf(replica: Replica): string {
  return replica.workload.hostNetwork ? replica.node : replica.pod;
}

/** The name a process takes when it starts: some take a new one each time. */
export function identityOf(format: IdentityFormat, replica: Replica, random: Random): string {
  const hostname = hostnameOf(replica);
  switch (format) {
    case 'hostname_uuid':
      return `${hostname}_${random.uuid()}`;
    case 'hostname':
      return hostname;
    case 'hostname-random':
      return `${hostname}-${random.text(10, LETTERS + LETTERS.toUpperCase())}`;
    case 'cert-manager':
      return `${hostname}-external-cert-manager-controller`;
    case 'node':
      return replica.node;
    case 'pod-ip':
      return replica.podIp;
  }
}
