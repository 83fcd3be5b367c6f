/** Who asks, by address: for limits a client and for the log of what people changed. */
import { BlockList, isIP } from 'node:net';

/** In what the guard hands on to the routes; what a client sends by this name it overwrites. */
export const CLIENT_HEADER = 'x-tenure-client';

/** Addresses and networks (`10.0.0.0/8`), validated by `isNetwork`. */
export function networks(list: readonly string[]): BlockList {
  const block = new BlockList();
  for (const text of list) {
    const [address = '', bits] = text.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) block.addAddress(address, family);
    else block.addSubnet(address, Number(bits), family);
  }
  return block;
}

export function isNetwork(text: string): boolean {
  const [address = '', bits, more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}

/**
 * The address of who is at the other end: of the connection's, or, where that is a trusted proxy's, of what the proxies
 * say in X-Forwarded-For, read from its end, for only what a trusted one has added is true.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trusted: BlockList,
): string {
  let client = plain(peer ?? '');
  const said = (forwardedFor ?? '').split(',').map(plain);
  while (isTrusted(client, trusted)) {
    const before = said.pop();
    if (before === undefined || isIP(before) === 0) break;
    client = before;
  }
  return client;
}

/** What counts as one client: an IPv6 user has a whole network of 64 bits. */
export function clientKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  const left = tail === undefined ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - left.length;
  const whole = [...groups, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...left];
  return whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group === '' ? '0' : group, 16).toString(16))
    .join(':');
}

/** `peer`: as a socket has it. */
export function isTrustedPeer(peer: string | undefined, trusted: BlockList): boolean {
  return isTrusted(plain(peer ?? ''), trusted);
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Without the port, the brackets, the zone, and the IPv6 form of an IPv4 address. */
function plain(text: string): string {
  const bare = text.trim().toLowerCase();
  const inBrackets = /^\[([^\]]+)\](:\d+)?$/.exec(bare)?.[1] ?? bare;
  const address = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(inBrackets)?.[1] ?? inBrackets;
  return address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '');
}
