/**
 * Which proxy leads to the API server, by HTTPS_PROXY, HTTP_PROXY and NO_PROXY as kubectl understands them
 * (Go `golang.org/x/net/http/httpproxy`): lower case wins, loopback is never proxied, NO_PROXY takes `*`,
 * names with their subdomains, `.suffix`, addresses, CIDR ranges (which Pods are given) and `:port`.
 */
import { BlockList, isIP } from 'node:net';

export type Environment = Readonly<Record<string, string | undefined>>;

export function proxyFor(server: URL, env: Environment): string | null {
  const secure = server.protocol === 'https:';
  const proxy = secure ? pick(env, 'HTTPS_PROXY') : pick(env, 'HTTP_PROXY');
  if (proxy === '') return null;
  const host = server.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = server.port === '' ? (secure ? '443' : '80') : server.port;
  if (isLoopback(host)) return null;
  const exempt = pick(env, 'NO_PROXY')
    .split(/[\s,]+/)
    .some((entry) => entry !== '' && matches(entry.toLowerCase(), host, port));
  if (exempt) return null;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function pick(env: Environment, name: string): string {
  return env[name.toLowerCase()] ?? env[name] ?? '';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return inRange(entry, host);
  const { name, entryPort } = split(entry);
  if (entryPort !== null && entryPort !== port) return false;
  if (isIP(name) !== 0) return name === host;
  if (name.startsWith('*.') || name.startsWith('.')) return host.endsWith(name.replace(/^\*/, ''));
  return host === name || host.endsWith(`.${name}`);
}

function split(entry: string): { name: string; entryPort: string | null } {
  if (isIP(entry) === 6) return { name: entry, entryPort: null };
  const found = /^\[?(.+?)\]?:(\d+)$/.exec(entry);
  return { name: found?.[1] ?? entry.replace(/^\[|\]$/g, ''), entryPort: found?.[2] ?? null };
}

function inRange(cidr: string, host: string): boolean {
  const [net = '', bits = ''] = cidr.split('/');
  const version = isIP(net);
  const prefix = Number(bits);
  if (version === 0 || isIP(host) !== version || bits === '') return false;
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (version === 6 ? 128 : 32)) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(net, prefix, family);
  return list.check(host, family);
}
