/**
 * From a holder's identity to the Pods and Nodes it may name. Source: field guide §2, "Identity → Pod".
 * Guesses in the order of trust; whether one of them exists is for the caller to find out.
 */
import { isIP } from 'node:net';
import type { LeaseClass } from '../lease/record.ts';

export type IdentityNames = {
  /** A Pod's name or hostname, most likely first. */
  hosts: string[];
  /** A Pod's address (Knative's autoscaler). */
  podIp: string | null;
  /** A Node's name; for Pods on the host network and for static Pods. */
  nodes: string[];
};

const NOTHING: IdentityNames = { hosts: [], podIp: null, nodes: [] };
const CERT_MANAGER = /-external-cert-manager-controller$/;
/** cilium-operator: a hostname and ten random characters. */
const TEN_RANDOM = /-[A-Za-z0-9]{10}$/;
/** What a Pod or Node can be called; also keeps what is no name out of requests. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

export function identityNames(identity: string, leaseClass: LeaseClass): IdentityNames {
  // An API server's identity is its hostname's hash and a uuid: it names nothing else.
  if (leaseClass === 'apiserver') return NOTHING;
  if (isIP(identity) !== 0) return { hosts: [], podIp: identity, nodes: [] };
  // A hostname has no underscore: what follows the first is the elector's own.
  const host = (identity.split('_')[0] ?? '').replace(CERT_MANAGER, '');
  const hosts = [host];
  if (!identity.includes('_') && TEN_RANDOM.test(host)) hosts.push(host.replace(TEN_RANDOM, ''));
  const names = hosts.map((name) => name.toLowerCase()).filter((name) => NAME.test(name));
  if (leaseClass === 'node-heartbeat' || leaseClass === 'virtual-ip')
    return { hosts: [], podIp: null, nodes: names };
  return { hosts: names, podIp: null, nodes: names };
}

/** A Pod's hostname is its name cut at 63 characters, and its tail trimmed of `-` and `.`. */
export function isHostnameOf(host: string, podName: string): boolean {
  if (host === podName) return true;
  return podName.length > 63 && podName.slice(0, 63).replace(/[-.]+$/, '') === host;
}

/** A Pod's name as a ReplicaSet or a DaemonSet makes it; such a name is not used twice. */
const GENERATED = /-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/** Names that can be looked for in any namespace: a chosen name ("web-0") may stand for another Pod there. */
export function generatedNames(identity: string, leaseClass: LeaseClass): string[] {
  return identityNames(identity, leaseClass).hosts.filter((name) => GENERATED.test(name));
}
