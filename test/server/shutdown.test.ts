/** The built server as `npm start` runs it; skipped where there is no build. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, until } from '../setup/process.ts';
import { freePort, ROOT, startServer } from '../setup/stack.ts';

const built = existsSync(join(ROOT, '.next/standalone/server.js'));
const start = (env: Record<string, string>) =>
  run(process.execPath, [join(ROOT, 'scripts/start.js')], { PATH: process.env.PATH ?? '', ...env });

describe.skipIf(!built)('the built server', () => {
  test('ends with 0 within five seconds of SIGTERM, with 50 streams open, and closes each', async () => {
    const server = await startServer({ KUBECONFIG: '/nonexistent' });
    const streams = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const { body } = await fetch(`${server.origin}/api/v1/stream`);
        if (body === null) throw new Error('a stream without a body');
        const reader = body.getReader();
        await reader.read();
        return reader;
      }),
    );
    const ends = streams.map(async (reader) => {
      while (!(await reader.read()).done);
      return 'closed';
    });
    const from = performance.now();
    expect(await server.stop('SIGTERM')).toBe(0);
    expect(performance.now() - from).toBeLessThan(5000);
    expect(new Set(await Promise.all(ends))).toEqual(new Set(['closed']));
  });

  test('of SIGTERM is not ready any more, and goes on answering until its Service has heard of that', async () => {
    const server = await startServer({ KUBECONFIG: '/nonexistent' });
    const ended = server.stop('SIGTERM');
    await until('it to be ready no more', async () =>
      (await fetch(`${server.origin}/readyz`)).status === 503 ? true : null,
    );
    expect(await server.status()).toMatchObject({ feed: { state: 'unconfigured' } });
    const { body } = await fetch(`${server.origin}/api/v1/stream`);
    const reader = body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('retry: 2000');
    await reader?.cancel();
    expect(await ended).toBe(0);
  });

  test('answers compressed who takes that: calls, pages and files, and never a stream', async () => {
    const server = await startServer({ KUBECONFIG: '/nonexistent' });
    const headersOf = async (path: string, accepted: string): Promise<Headers> => {
      const { headers, body } = await fetch(`${server.origin}${path}`, {
        headers: { 'accept-encoding': accepted },
      });
      await body?.cancel();
      return headers;
    };
    const encodingOf = async (path: string) => (await headersOf(path, 'gzip')).get('content-encoding');
    const page = await (await fetch(server.origin)).text();
    const file = /\/_next\/static\/[^"]+\.js/.exec(page)?.[0];
    if (file === undefined) throw new Error('a page without a script');
    expect(await encodingOf('/')).toBe('gzip');
    expect(await encodingOf(file)).toBe('gzip');
    // Next would not: it is as it was built, and has what the guard says of each answer.
    const built = await headersOf(file, 'gzip, br');
    expect(built.get('content-encoding')).toBe('br');
    expect(built.get('content-security-policy')).toContain("default-src 'none'");
    expect(built.get('x-content-type-options')).toBe('nosniff');
    expect(await encodingOf('/api/v1/openapi.json')).toBe('gzip');
    expect(await encodingOf('/metrics')).toBe('gzip');
    expect(await encodingOf('/api/v1/stream')).toBe(null);
    await server.stop();
  });

  test('without a cluster is ready, and invents nothing', async () => {
    const server = await startServer({ KUBECONFIG: '/nonexistent' });
    const status = await server.status();
    expect(status).toMatchObject({
      cluster: { id: null, name: null, server: null, kubernetesVersion: null },
      feed: { state: 'unconfigured' },
      counts: { leases: 0 },
      observedSince: null,
    });
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${server.origin}/api/v1/leases`)).json()).toMatchObject({ items: [] });
    const unknown = await fetch(`${server.origin}/api/v2/leases`);
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: 'not_found' } }]);
    await server.stop();
  });

  test('on a taken port says so and ends with 1', async () => {
    const port = await freePort();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    const program = start({ PORT: String(port) });
    expect(await program.ended).toBe(1);
    expect(program.output()).toContain(`port ${port} is already in use`);
    taken.close();
  });
});

test('a wrong configuration is told whole, and ends the process with 1', async () => {
  const program = start({ PORT: 'http', TENURE_NAMESPACE: 'default' });
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain('The configuration has 2 mistakes.');
  expect(program.output()).toContain('PORT: "http" is not a port');
  expect(program.output()).toContain('did you mean TENURE_NAMESPACES?');
});
