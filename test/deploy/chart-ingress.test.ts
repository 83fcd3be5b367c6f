/** By which address people reach what the chart has installed, and whether that is known to be by TLS. */
import { describe, expect, it } from 'vitest';
import { transportOf } from '../../lib/server/auth/auth-transport.ts';
import { lacksHelm, suiteName } from '../setup/requirements.ts';
import { environment, refusal, render, type Values } from './chart.ts';

describe.skipIf(lacksHelm !== null)(suiteName('the Ingress of the chart', lacksHelm), () => {
  it('lets people sign in by an Ingress with a certificate, whose address it knows', () => {
    const trustedProxies = ['192.0.2.16/28'];
    const ingress = { enabled: true, host: 'tools.example.org', tlsSecret: 'tenure-tls', trustedProxies };
    const basePath = '/tenure';
    const address = (values: Values) => environment(render(values)).TENURE_PUBLIC_URL ?? null;
    const told = address({ auth: { mode: 'token' }, ingress, tenure: { basePath } });
    expect(told).toBe('https://tools.example.org/tenure');
    expect(transportOf('tools.example.org', { proto: null, isTrusted: false }, told)).toBe('tls');
    expect(address({ ingress, tenure: { publicUrl: 'http://other.example.org' } })).toBe(
      'http://other.example.org',
    );
    // Of any host, or perhaps without TLS: nobody can say by which address it is reached.
    expect(address({ ingress: { ...ingress, host: '*.example.org' } })).toBeNull();
    expect(address({ ingress: { ...ingress, tlsSecret: '', openByPlainHttp: true } })).toBeNull();
    for (const [host, publicUrl] of [
      ['tools.example.org', 'https://Tools.example.org:8443'],
      ['*.example.org', 'https://tools.example.org'],
    ]) {
      const byName = { ingress: { enabled: true, host, trustedProxies }, tenure: { publicUrl } };
      for (const mode of ['token', 'none']) expect(refusal({ auth: { mode }, ...byName })).toBeNull();
    }
  });

  it('has the server answer to its host, whatever that is, and to the names that are given', () => {
    const known = (host: string, names: string[]) =>
      environment(render({ ingress: { enabled: true, host, openByPlainHttp: true }, tenure: { names } }))
        .TENURE_NAMES;
    expect(known('*.example.org', [])).toBe('*.example.org');
    expect(known('a.example.org', ['b.example.org', 'a.example.org'])).toBe('b.example.org,a.example.org');
    expect(environment(render({})).TENURE_NAMES).toBeUndefined();
  });
});
