/** How a request came, as far as that is proved, and the cookie that belongs to it. */
import { ApiError } from '../api/api-error.ts';

/** `plain`: over the network, and readable on the way. */
export type Transport = 'tls' | 'loopback' | 'plain';

/** In what the guard hands on to the routes; what a client sends by this name it overwrites. */
export const TRANSPORT_HEADER = 'x-tenure-transport';

/**
 * `forwarded`: what X-Forwarded-Proto says, and whether a trusted proxy does; of anybody else only `http` is believed, for
 * it harms who says it. `publicUrl`: TENURE_PUBLIC_URL; who reaches Tenure by its name comes by its scheme, where nothing
 * is said otherwise. A browser takes loopback for as safe as TLS, and `kubectl port-forward` ends there.
 */
export function transportOf(
  host: string,
  forwarded: { proto: string | null; isTrusted: boolean },
  publicUrl: string | null,
): Transport {
  const said = schemeSaid(forwarded.proto);
  const proto = forwarded.isTrusted || said === 'http' ? said : null;
  if (proto === 'https') return 'tls';
  const name = host.toLowerCase().replace(/:\d*$/, '');
  if (/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(name)) return 'loopback';
  if (proto !== null || !isPublicHost(host, publicUrl)) return 'plain';
  return publicUrl?.startsWith('https:') ? 'tls' : 'plain';
}

/**
 * By `transportOf`, or as anybody says: enough for HSTS, which a browser heeds by TLS alone (RFC 6797, 8.1). Who says so
 * without it only has the answer to itself.
 */
export function mayBeByTls(
  host: string,
  forwarded: { proto: string | null; isTrusted: boolean },
  publicUrl: string | null,
): boolean {
  return schemeSaid(forwarded.proto) === 'https' || transportOf(host, forwarded, publicUrl) === 'tls';
}

/** Whether it is asked by the name that TENURE_PUBLIC_URL gives it. */
export function isPublicHost(host: string, publicUrl: string | null): boolean {
  return publicUrl !== null && new URL(publicUrl).host === host.toLowerCase();
}

/** By X-Forwarded-Proto, of several proxies by the first. */
export function schemeSaid(proto: string | null): string | null {
  return proto?.split(',')[0]?.trim().toLowerCase() || null;
}

export function insecureTransport(): ApiError {
  return new ApiError(
    'insecure_transport',
    'A token is taken by TLS only, or on this machine: set TENURE_PUBLIC_URL to https://, or have a proxy of TENURE_TRUSTED_PROXIES say X-Forwarded-Proto: https. X-Forwarded-Proto: http overrules TENURE_PUBLIC_URL, so behind a balancer that ends TLS what stands in front has to hand on the balancer’s https.',
  );
}

/** `__Host-`: no other host of the domain can have set it (RFC 6265bis, 4.1.3.2); it takes TLS and the whole host. */
export function cookieName(transport: Transport, path: string): string {
  return transport === 'tls' && path === '/' ? '__Host-tenure-session' : 'tenure-session';
}

/** `value` empty: the cookie goes. `ageMs`: until it goes by itself. */
export function sessionCookie(transport: Transport, path: string, value: string, ageMs: number): string {
  const age = value === '' ? 0 : Math.max(0, Math.floor(ageMs / 1000));
  const secure = transport === 'tls' ? '; Secure' : '';
  return `${cookieName(transport, path)}=${value}; Path=${path}; Max-Age=${age}; HttpOnly; SameSite=Strict${secure}`;
}
