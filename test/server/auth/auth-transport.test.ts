import { expect, it } from 'vitest';
import {
  cookieName,
  insecureTransport,
  sessionCookie,
  transportOf,
} from '../../../lib/server/auth/auth-transport.ts';
import { signInProblem } from '../../../lib/view/auth.ts';

const PUBLIC = 'https://tenure.example';
it.each([
  ['tenure.example', 'https', null, 'tls'],
  ['tenure.example', 'HTTPS, http', null, 'tls'],
  ['tenure.example', null, PUBLIC, 'tls'],
  ['tenure.example', '', PUBLIC, 'tls'],
  ['tenure.example', 'http', PUBLIC, 'plain'],
  ['tenure.example', 'gopher', PUBLIC, 'plain'],
  ['other.example', null, PUBLIC, 'plain'],
  ['tenure.example', null, 'http://tenure.example', 'plain'],
  ['tenure.example', null, null, 'plain'],
  ['10.0.0.7:3000', null, null, 'plain'],
  ['localhost:3000', null, null, 'loopback'],
  ['127.0.0.1', null, null, 'loopback'],
  ['[::1]:80', null, null, 'loopback'],
  ['127.0.0.1.evil.example', null, null, 'plain'],
  ['localhost.evil.example', null, null, 'plain'],
  ['', null, null, 'plain'],
] as const)('%s with %s of a trusted proxy, and %s, came by %s', (host, proto, publicUrl, expected) =>
  expect(transportOf(host, { proto, isTrusted: true }, publicUrl)).toBe(expected),
);

it.each([
  ['tenure.example', 'https', null, 'plain'],
  ['tenure.example', 'https', PUBLIC, 'tls'],
  ['tenure.example', null, PUBLIC, 'tls'],
  ['tenure.example', 'gopher', PUBLIC, 'tls'],
  // An Ingress that serves plain HTTP as well, of which nobody has said that it is trusted.
  ['tenure.example', 'http', PUBLIC, 'plain'],
  ['tenure.example', ' HTTP , https', PUBLIC, 'plain'],
  ['tenure.example', 'https, http', PUBLIC, 'tls'],
  ['localhost:3000', 'http', PUBLIC, 'loopback'],
] as const)('%s with %s of anybody, and %s, came by %s', (host, proto, publicUrl, expected) =>
  expect(transportOf(host, { proto, isTrusted: false }, publicUrl)).toBe(expected),
);

it('who is refused for plain HTTP is told what that overrules, by the page as by the call', () => {
  for (const words of [insecureTransport().message, signInProblem('insecure_transport')?.words])
    expect(words).toContain('X-Forwarded-Proto: http overrules TENURE_PUBLIC_URL');
});

it('a cookie goes back only where it may', () => {
  expect(sessionCookie('tls', '/', 'v1.x', 60_500)).toBe(
    '__Host-tenure-session=v1.x; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure',
  );
  expect(sessionCookie('loopback', '/', 'v1.x', 60_000)).toBe(
    'tenure-session=v1.x; Path=/; Max-Age=60; HttpOnly; SameSite=Strict',
  );
  expect(sessionCookie('tls', '/', '', 60_000)).toContain('Max-Age=0');
  // Bound to the whole host, which a path is not.
  expect(cookieName('tls', '/k8s')).toBe('tenure-session');
});
