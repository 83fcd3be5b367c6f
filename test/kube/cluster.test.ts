import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createProxy, type IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Cluster,
  type ClusterOptions,
  type LoadedCluster,
  loadCluster,
} from '../../lib/kube/cluster.ts';
import { failureOf } from '../../lib/kube/failure.ts';
import { systemTimers } from '../../lib/kube/timers.ts';
import { type FakeApi, json, startFakeApi } from './fake-api.ts';

let directory: string;
let api: FakeApi;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
  api = await startFakeApi();
  api.script('other', json({}));
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  await api.close();
});

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
function kubeconfig(user: unknown = {}, cluster: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    'current-context': 'dev',
    clusters: [{ name: 'c', cluster: { server: api.url, ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [
      { name: 'dev', context: { cluster: 'c', user: 'u', namespace: 'team' } },
      { name: 'lost', context: { cluster: 'nowhere', user: 'u' } },
    ],
  };
}
function load(options: Partial<ClusterOptions>): LoadedCluster {
  const none = { kubeconfig: undefined, context: undefined, env: {}, homeDirectory: undefined };
  return loadCluster({ ...none, serviceAccountDirectory: join(directory, 'sa'), ...options });
}
function clusterOf(loaded: LoadedCluster): Cluster {
  if (loaded.type !== 'cluster') throw new Error(JSON.stringify(loaded));
  return loaded.cluster;
}
async function ask(cluster: Cluster, fresh = false): Promise<FakeApi['asked'][number]['headers']> {
  const connection = await cluster.connect({ clock: { now: () => 0 }, timers: systemTimers, fresh });
  try {
    await connection.get('/hello', { timeoutMs: 5000 });
  } finally {
    connection.close();
  }
  return api.asked.at(-1)?.headers ?? {};
}

describe('a cluster is looked for', () => {
  it('nowhere: says where, and never guesses localhost', () => {
    expect(load({ homeDirectory: directory })).toEqual({
      type: 'none',
      lookedFor: [
        { place: 'KUBECONFIG', result: 'not set' },
        { place: join(directory, '.kube', 'config'), result: 'no such file' },
        { place: 'in-cluster', result: 'KUBERNETES_SERVICE_HOST is not set' },
      ],
    });
  });

  it('in ~/.kube/config', () => {
    mkdirSync(join(directory, '.kube'));
    file('.kube/config', kubeconfig());
    const loaded = load({ homeDirectory: directory });
    expect(clusterOf(loaded)).toMatchObject({ name: 'dev', server: api.url, namespaceOfPod: 'team' });
  });

  it('in several files of KUBECONFIG: the first to name a thing wins, absent files are passed over', () => {
    const { contexts, ...rest } = kubeconfig();
    const paths = [
      join(directory, 'absent'),
      file('a', rest),
      file('b', { contexts, 'current-context': 'other' }),
    ];
    expect(clusterOf(load({ kubeconfig: paths.join(delimiter) })).name).toBe('dev');
  });

  it('in the Pod', () => {
    mkdirSync(join(directory, 'sa'));
    file('sa/token', 'first');
    file('sa/namespace', 'monitoring');
    const loaded = load({ env: { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' } });
    expect(clusterOf(loaded)).toMatchObject({
      name: 'in-cluster',
      server: 'https://[fd00::1]',
      namespaceOfPod: 'monitoring',
    });
  });

  it('in a Pod without a token: says what to do', () => {
    const loaded = load({ env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } });
    expect(loaded).toMatchObject({ type: 'broken', message: 'no such file' });
    expect(loaded.type === 'broken' && loaded.hint).toContain('automountServiceAccountToken');
  });

  it.each<[string, () => unknown, string | undefined, string, string]>([
    ['bad YAML', () => 'clusters: [', undefined, 'it is not valid YAML', 'Mend the file'],
    ['something else', () => 'hello', undefined, 'it is not a kubeconfig', 'YAML map'],
    ['an empty file', () => '', undefined, 'it has no current-context', 'no contexts at all'],
    [
      'no current-context',
      () => ({ ...kubeconfig(), 'current-context': '' }),
      undefined,
      'no current-context',
      'dev, lost',
    ],
    [
      'an unknown context',
      () => kubeconfig(),
      'prod',
      'TENURE_CONTEXT names "prod"',
      'Its contexts: dev, lost.',
    ],
    ['an unknown cluster', () => kubeconfig(), 'lost', 'names the cluster "nowhere"', 'Its clusters: c.'],
    ['no server', () => kubeconfig({}, { server: '' }), undefined, 'cluster "c" has no server', 'https://'],
    [
      'no address',
      () => kubeconfig({}, { server: 'api:6443' }),
      undefined,
      'is no address: api:6443',
      'https://',
    ],
  ])('and found broken: %s', (_, content, context, message, hint) => {
    const path = file('config', content());
    const loaded = load({ kubeconfig: path, context });
    expect(loaded).toMatchObject({ type: 'broken', place: path });
    if (loaded.type !== 'broken') return;
    expect(loaded.message).toContain(message);
    expect(loaded.hint).toContain(hint);
  });

  it('and found broken: no such file, or one that is a directory; mended, it is found', () => {
    const path = join(directory, 'config');
    expect(load({ kubeconfig: path })).toMatchObject({
      type: 'broken',
      message: 'no such file',
      place: path,
    });
    expect(load({ kubeconfig: directory })).toMatchObject({ type: 'broken', place: directory });
    file('config', kubeconfig());
    expect(load({ kubeconfig: path }).type).toBe('cluster');
  });
});

describe('credentials', () => {
  it.each<[string, () => unknown, string]>([
    ['a token', () => ({ token: 'abc' }), 'Bearer abc'],
    ['a token file', () => ({ tokenFile: basename(file('token', 'xyz\n')) }), 'Bearer xyz'],
    [
      'a password',
      () => ({ username: 'me', password: 'pw' }),
      `Basic ${Buffer.from('me:pw').toString('base64')}`,
    ],
  ])('%s', async (_, user, authorization) => {
    const cluster = clusterOf(load({ kubeconfig: file('config', kubeconfig(user())) }));
    expect((await ask(cluster)).authorization).toBe(authorization);
  });

  it('impersonation, groups included', async () => {
    const user = { token: 'abc', as: 'ann', 'as-groups': ['dev', 'ops'] };
    const headers = await ask(clusterOf(load({ kubeconfig: file('config', kubeconfig(user)) })));
    expect(headers['impersonate-user']).toBe('ann');
    expect(headers['impersonate-group']).toBe('dev, ops');
  });

  it('an exec plugin, run again only after its token was refused', async () => {
    const script = file(
      'plugin.sh',
      `#!/bin/sh\necho x >> "$(dirname "$0")/runs"\nprintf '{"kind":"ExecCredential","status":{"token":"t%s"}}' "$(wc -l < "$(dirname "$0")/runs" | tr -d ' ')"\n`,
    );
    chmodSync(script, 0o700);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: './plugin.sh' };
    const cluster = clusterOf(load({ kubeconfig: file('config', kubeconfig({ exec })) }));
    expect((await ask(cluster)).authorization).toBe('Bearer t1');
    expect((await ask(cluster)).authorization).toBe('Bearer t1');
    expect((await ask(cluster, true)).authorization).toBe('Bearer t2');
  });

  it('that cannot be made are a failure with the words of the plugin', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: '/no/such/plugin' };
    const cluster = clusterOf(load({ kubeconfig: file('config', kubeconfig({ exec })) }));
    const failure = await ask(cluster).then(() => null, failureOf);
    expect(failure).toMatchObject({ type: 'credentials', message: 'spawn /no/such/plugin ENOENT' });
  });

  it('the proxy of the kubeconfig is used', async () => {
    const config = kubeconfig({}, { server: 'http://api.invalid:80', 'proxy-url': api.url });
    const headers = await ask(clusterOf(load({ kubeconfig: file('config', config) })));
    expect(headers.host).toBe('api.invalid');
  });
});

describe('TLS', () => {
  const pem = readFileSync(new URL('./self-signed.pem', import.meta.url), 'utf8');
  const ca = pem.slice(pem.indexOf('-----BEGIN CERTIFICATE'));
  const key = pem.slice(pem.indexOf('-----BEGIN PRIVATE'), pem.indexOf('-----BEGIN CERTIFICATE'));
  const withCa = { 'certificate-authority-data': Buffer.from(ca).toString('base64') };

  /** What a TLS server on loopback was sent. */
  async function withServer<T>(use: (port: number, tokens: string[]) => Promise<T>): Promise<T> {
    const tokens: string[] = [];
    const server = createServer({ cert: ca, key }, (request, response) => {
      tokens.push(request.headers.authorization ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      return await use((server.address() as AddressInfo).port, tokens);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  it.each<[string, Record<string, unknown>, string | null, string]>([
    ['an unknown CA', {}, 'DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-authority'],
    [
      'another name',
      { ...withCa, 'tls-server-name': 'other.test' },
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'tls-server-name',
    ],
    ['the right CA', withCa, null, ''],
    ['the right CA and tls-server-name', { ...withCa, 'tls-server-name': 'fake-api.test' }, null, ''],
    ['insecure-skip-tls-verify', { 'insecure-skip-tls-verify': true }, null, ''],
  ])('%s', async (_, wishes, code, hint) => {
    const failure = await withServer((port) => {
      const config = kubeconfig({}, { server: `https://127.0.0.1:${port}`, ...wishes });
      return ask(clusterOf(load({ kubeconfig: file('config', config) }))).then(() => null, failureOf);
    });
    if (code === null) expect(failure).toBeNull();
    else expect(failure).toMatchObject({ type: 'tls', code, hint: expect.stringContaining(hint) });
  });

  it('in the Pod: its CA, and the token read again at every connection', async () => {
    mkdirSync(join(directory, 'sa'));
    file('sa/ca.crt', ca);
    file('sa/token', 'first');
    const tokens = await withServer(async (port, seen) => {
      const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(port) };
      const cluster = clusterOf(load({ env }));
      await ask(cluster);
      file('sa/token', 'second');
      await ask(cluster);
      return seen;
    });
    expect(tokens).toEqual(['Bearer first', 'Bearer second']);
  });

  it('through HTTPS_PROXY: a tunnel, with the CA of the cluster inside', async () => {
    const asked: string[] = [];
    const proxy = createProxy();
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port: proxyPort } = proxy.address() as AddressInfo;
    await withServer(async (port) => {
      proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
        asked.push(request.url ?? '');
        const onward = connect(port, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          socket.pipe(onward).pipe(socket);
        });
        for (const end of [socket, onward]) end.on('error', () => undefined);
      });
      const config = kubeconfig({}, { server: 'https://fake-api.test:6443', ...withCa });
      const env = { HTTPS_PROXY: `http://127.0.0.1:${proxyPort}` };
      await ask(clusterOf(load({ kubeconfig: file('config', config), env })));
    });
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    expect(asked).toEqual(['fake-api.test:6443']);
  });
});
