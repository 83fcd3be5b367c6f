/** By which names Tenure answers, as far as a page in a browser could have another name lead to it (DNS rebinding). */
import { isIP } from 'node:net';

/** Of a name without a port, in lower case. */
export type Hosts = (name: string) => boolean;

export type HostsOptions = {
  listensOn: string;
  publicUrl: string | null;
  /** Further ones; one that begins with `*.` is for any first part. */
  names: readonly string[];
  /** Whether a login stands in front, or the API server is asked who somebody is: of that no such page has a part. */
  asksWho: boolean;
};

/** Null for any name. Who listens for this machine only has its names and those that are given. */
export function ownHosts({ listensOn, publicUrl, names, asksWho }: HostsOptions): Hosts | null {
  const given = new Set([...names, ...(publicUrl === null ? [] : [new URL(publicUrl).hostname])]);
  const isGiven: Hosts = (name) => given.has(name) || given.has(name.replace(/^[^.]+/, '*'));
  if (isLoopback(listensOn)) {
    const own = ['localhost', '127.0.0.1', '[::1]', isIP(listensOn) === 6 ? `[${listensOn}]` : listensOn];
    return (name) => own.includes(name) || isGiven(name);
  }
  return asksWho ? null : (name) => isNobodysDomain(name) || isGiven(name);
}

/**
 * What nobody can register: addresses (the kubelet's probes), names of one part, those of Services and of this
 * machine, and none at all, which no browser sends. A name that only has `.svc.` somewhere in it may be anybody's.
 */
function isNobodysDomain(name: string): boolean {
  return (
    isIP(name.replace(/^\[|\]$/g, '')) !== 0 ||
    !name.includes('.') ||
    /\.(svc(\.cluster\.local)?|localhost)\.?$/.test(name)
  );
}

/** Whether only this machine reaches what listens there. */
export function isLoopback(listensOn: string): boolean {
  return listensOn === 'localhost' || listensOn === '::1' || /^127\./.test(listensOn);
}
