/** The faults of the HTTP face, each as a client meets it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCluster } from '../../lib/simulator/cluster.ts';
import type { Fault } from '../../lib/simulator/faults.ts';
import { ADMIN_TOKEN, VIEWER_TOKEN } from '../../lib/simulator/http/access.ts';
import { createSimulatorServer, type SimulatorServer } from '../../lib/simulator/http/server.ts';
import { createRandom } from '../../lib/simulator/random.ts';
import { at, type Client, createClient, textAt } from '../contract/client.ts';
import { LEASES } from '../contract/leases.ts';
import { until } from '../setup/process.ts';
import { createFakeTime, type FakeTime } from './fake-time.ts';

describe('the faults of the HTTP face', () => {
  let server: SimulatorServer;
  let client: Client;
  let time: FakeTime;

  beforeEach(async () => {
    time = createFakeTime();
    const cluster = createCluster({ timers: time, random: createRandom(1) });
    server = createSimulatorServer(cluster, { port: 0 });
    await server.listen();
    client = createClient(server.url(), ADMIN_TOKEN);
  });
  afterEach(() => server.close());
  const inject = (fault: Fault) => server.inject(fault);
  const watch = async () => {
    const { json } = await client.ask('GET', `${LEASES}?limit=1`);
    const from = textAt(json, 'metadata', 'resourceVersion');
    return {
      from,
      watching: await client.watch(`${LEASES}?watch=true&allowWatchBookmarks=true&resourceVersion=${from}`),
    };
  };

  test('refuses connections, and comes back on the same port', async () => {
    const { watching } = await watch();
    await inject({ do: 'refuse' });
    await watching.ended;
    await expect(client.ask('GET', LEASES)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await inject({ do: 'clear' });
    expect((await client.ask('GET', LEASES)).status).toBe(200);
  });

  test('resets what is connected, or everything', async () => {
    const { watching } = await watch();
    await inject({ do: 'reset' });
    await watching.ended;
    expect((await client.ask('GET', LEASES)).status).toBe(200);
    await inject({ do: 'reset', always: true });
    await expect(client.ask('GET', LEASES)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('answers with a status as often as asked, to the kinds asked', async () => {
    await inject({ do: 'respond', status: 429, kinds: ['list'], times: 1, retryAfterSeconds: 7 });
    expect((await client.ask('GET', '/api/v1/nodes/cp-1')).status).toBe(200);
    const refused = await client.ask('GET', LEASES);
    expect([refused.status, refused.header('retry-after')]).toEqual([429, '7']);
    expect((await client.ask('GET', LEASES)).status).toBe(200);
    for (const status of [401, 403, 410, 500]) {
      await inject({ do: 'respond', status, times: 1 });
      const { json } = await client.ask('GET', LEASES);
      expect(json).toMatchObject({ kind: 'Status', status: 'Failure', code: status });
    }
  });

  test('ends watches: cleanly, at once, with an ERROR inside, or in the middle of a line', async () => {
    const clean = await watch();
    await inject({ do: 'end-watches', always: true });
    await clean.watching.ended;
    await (await watch()).watching.ended;
    await inject({ do: 'clear' });
    const failing = await watch();
    await inject({ do: 'watch-error', status: 500, times: 1 });
    expect(await failing.watching.see('the error', () => true)).toMatchObject({
      type: 'ERROR',
      object: { code: 500 },
    });
    await failing.watching.ended;
    expect(await (await watch()).watching.see('the error', () => true)).toMatchObject({ type: 'ERROR' });
    const cut = await watch();
    await inject({ do: 'cut-line' });
    await cut.watching.ended;
    expect(cut.watching.events).toEqual([]);
  });

  test('stalls a watch without a word; what it missed comes afterwards', async () => {
    const { watching } = await watch();
    await inject({ do: 'stall-watches' });
    time.pass(20_000);
    await client.ask('GET', '/version');
    expect(watching.events).toEqual([]);
    await inject({ do: 'clear' });
    await watching.see('a renewal', (event) => event.type === 'MODIFIED');
    watching.close();
  });

  test('a bookmark comes every minute, and the deadline ends the watch', async () => {
    const { from } = await watch();
    const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${from}&timeoutSeconds=90&fieldSelector=metadata.name%3Dnone`;
    const watching = await client.watch(`${LEASES}?${query}`);
    await until('the watch to be open', () => (server.watches() === 2 ? true : null));
    time.pass(61_000);
    const bookmark = await watching.see('a bookmark', (event) => event.type === 'BOOKMARK');
    expect(textAt(bookmark.object, 'metadata', 'resourceVersion')).not.toBe(from);
    time.pass(30_000);
    await watching.ended;
    expect(watching.events.map((event) => event.type)).toEqual(['BOOKMARK', 'BOOKMARK']);
  });

  test('forgets history: by age, and when told to', async () => {
    const { from } = await watch();
    time.pass(200_000);
    const old = await client.watch(`${LEASES}?watch=true&resourceVersion=${from}`);
    expect(await old.see('the error', () => true)).toMatchObject({
      type: 'ERROR',
      object: { code: 410, reason: 'Expired' },
    });
    const page = (await client.ask('GET', `${LEASES}?limit=1`)).json;
    await inject({ do: 'compact' });
    const next = await client.ask(
      'GET',
      `${LEASES}?limit=1&continue=${textAt(page, 'metadata', 'continue')}`,
    );
    expect(next.status).toBe(410);
  });

  test('grants rights to the viewer, and takes them away', async () => {
    const asViewer = (path: string) => client.ask('GET', path, { token: VIEWER_TOKEN });
    expect((await asViewer(LEASES)).status).toBe(403);
    await inject({ do: 'grant', user: 'viewer', resources: ['leases'] });
    expect((await asViewer(LEASES)).status).toBe(200);
    expect((await asViewer('/api/v1/pods')).status).toBe(403);
    await inject({ do: 'revoke', user: 'viewer', resources: ['leases'] });
    expect((await asViewer(LEASES)).status).toBe(403);
    await inject({ do: 'revoke', user: 'admin', resources: ['pods'] });
    expect((await client.ask('GET', '/api/v1/pods')).status).toBe(403);
    expect((await client.ask('GET', LEASES)).status).toBe(200);
  });

  test("the API server's own clock is the one that stamps", async () => {
    await inject({ do: 'server-clock', ms: 3_600_000 });
    time.pass(30_000);
    const answer = await client.ask(
      'GET',
      '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler',
    );
    const renewed = Date.parse(textAt(answer.json, 'spec', 'renewTime'));
    expect(Date.parse(textAt(answer.json, 'metadata', 'managedFields', 0, 'time')) - renewed).toBeGreaterThan(
      3_598_000,
    );
    expect(Date.parse(answer.header('date'))).toBe(Math.floor((time.now() + 3_600_000) / 1000) * 1000);
  });

  test('over the control endpoint: taken, refused with what would be right, and the state told', async () => {
    const control = createClient(server.controlUrl(), ADMIN_TOKEN);
    const post = (body: unknown) => control.ask('POST', '/faults', { body });
    expect((await post({ do: 'respond', status: 500, times: 1 })).status).toBe(202);
    expect((await client.ask('GET', LEASES)).status).toBe(500);
    const refused = await post({ do: 'explode' });
    expect(refused.status).toBe(400);
    expect(textAt(refused.json, 'error', 'message')).toContain('"do" must be one of crash, release');
    expect(textAt((await post({ do: 'crash' })).json, 'error', 'message')).toContain('needs "lease"');
    const nowhere = await post({ do: 'crash', lease: 'team/nowhere' });
    expect(nowhere.status).toBe(400);
    expect(textAt(nowhere.json, 'error', 'message')).toContain('there is no election "team/nowhere"');
    expect((await post({ do: 'refuse' })).status).toBe(202);
    const state = (await control.ask('GET', '/state')).json;
    expect(at(state, 'leases')).toBe(46);
  });
});
