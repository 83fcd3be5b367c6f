/** What a watch tells, and how it ends: on the simulator and on a real API server alike. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suiteName } from '../setup/requirements.ts';
import { at, type Client, type Json, listAt, textAt, type WatchEvent } from './client.ts';
import { create, createNamespace, inNamespace, LEASES, put, SPEC } from './leases.ts';
import { SERVERS, type ServerUnderTest } from './servers.ts';

const isBookmark = (event: WatchEvent) => event.type === 'BOOKMARK';
const isInitialEnd = (event: WatchEvent) =>
  at(event.object, 'metadata', 'annotations', 'k8s.io/initial-events-end') === 'true';
const WATCH_LIST =
  'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';

for (const kind of SERVERS) {
  describe.skipIf(kind.lacking !== null)(suiteName(`watching ${kind.name}`, kind.lacking), () => {
    let server: ServerUnderTest;
    let client: Client;
    beforeAll(async () => {
      server = await kind.start();
      client = server.client;
    }, 120_000);
    afterAll(() => server?.stop());
    const revision = async (path: string) =>
      textAt((await client.ask('GET', path)).json, 'metadata', 'resourceVersion');

    test('§9 tells everything after a resourceVersion, whole objects, nothing of other namespaces', async () => {
      const namespace = await createNamespace(client);
      const other = await createNamespace(client);
      const from = await revision(inNamespace(namespace));
      const first = await create(client, namespace, 'a');
      await create(client, other, 'b');
      const second = (await put(client, first, { ...SPEC, renewTime: '2026-03-18T03:14:11.000002Z' })).json;
      const watching = await client.watch(
        `${inNamespace(namespace)}?watch=true&resourceVersion=${from}&timeoutSeconds=60`,
      );
      await watching.see('the renewal', (event) => event.type === 'MODIFIED');
      await client.ask('DELETE', inNamespace(namespace, 'a'));
      const deleted = await watching.see('the deletion', (event) => event.type === 'DELETED');
      watching.close();
      expect(watching.status).toBe(200);
      expect(watching.events.slice(0, 2)).toEqual([
        { type: 'ADDED', object: first },
        { type: 'MODIFIED', object: second },
      ]);
      expect(watching.events).toHaveLength(3);
      const metadata = {
        ...(at(second, 'metadata') as Json),
        resourceVersion: textAt(deleted.object, 'metadata', 'resourceVersion'),
      };
      expect(deleted.object).toEqual({ ...second, metadata });
      expect(textAt(deleted.object, 'metadata', 'resourceVersion')).not.toBe(
        textAt(second, 'metadata', 'resourceVersion'),
      );
    });

    test('§9 a watch resumed from its last resourceVersion has missed nothing', async () => {
      const namespace = await createNamespace(client);
      let latest = await create(client, namespace, 'a');
      const from = textAt(latest, 'metadata', 'resourceVersion');
      const versions: string[] = [];
      for (let i = 1; i <= 5; i++) {
        latest = (await put(client, latest, { ...SPEC, renewTime: `2026-03-18T03:14:1${i}.000000Z` })).json;
        versions.push(textAt(latest, 'metadata', 'resourceVersion'));
      }
      const watching = await client.watch(
        `${inNamespace(namespace)}?watch=true&resourceVersion=${from}&timeoutSeconds=60`,
      );
      await watching.see(
        'the last renewal',
        (event) => textAt(event.object, 'metadata', 'resourceVersion') === versions[4],
      );
      watching.close();
      expect(watching.events.map((event) => at(event.object, 'metadata', 'resourceVersion'))).toEqual(
        versions,
      );
    });

    test('§9 WatchList: what is there, then a bookmark that says so, then what comes', async () => {
      const namespace = await createNamespace(client);
      const there = await create(client, namespace, 'a');
      const watching = await client.watch(`${inNamespace(namespace)}?${WATCH_LIST}&timeoutSeconds=60`);
      const end = await watching.see('the end of the initial events', isInitialEnd);
      expect(watching.events[0]).toEqual({ type: 'ADDED', object: there });
      expect(end.type).toBe('BOOKMARK');
      expect(end.object).toEqual({
        kind: 'Lease',
        apiVersion: 'coordination.k8s.io/v1',
        metadata: {
          resourceVersion: expect.stringMatching(/^\d+$/),
          annotations: { 'k8s.io/initial-events-end': 'true' },
        },
        spec: {},
      });
      const later = await create(client, namespace, 'b');
      await watching.see(
        'the new Lease',
        (event) =>
          textAt(event.object, 'metadata', 'resourceVersion') ===
          textAt(later, 'metadata', 'resourceVersion'),
      );
      watching.close();
      const refused = await client.ask('GET', `${LEASES}?watch=true&sendInitialEvents=true`);
      const message = 'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
      expect(refused.status).toBe(422);
      expect(refused.json).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: ${message}`,
        reason: 'Invalid',
        details: {
          group: 'meta.k8s.io',
          kind: 'ListOptions',
          causes: [{ reason: 'FieldValueForbidden', message, field: 'resourceVersionMatch' }],
        },
        code: 422,
      });
    });

    test('§9 a bookmark comes before the deadline, and the end is a clean one', async () => {
      const namespace = await createNamespace(client);
      const watching = await client.watch(`${inNamespace(namespace)}?${WATCH_LIST}&timeoutSeconds=6`);
      // A real server has nothing to bookmark while nothing at all is written.
      await create(client, await createNamespace(client), 'elsewhere');
      const bookmark = await watching.see('a bookmark', (event) => isBookmark(event) && !isInitialEnd(event));
      await watching.ended;
      expect(bookmark.object).toEqual({
        kind: 'Lease',
        apiVersion: 'coordination.k8s.io/v1',
        metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
        spec: {},
      });
      expect(watching.events.filter((event) => !isBookmark(event))).toEqual([]);
    });

    test('a watch from nowhere begins with what is there', async () => {
      const namespace = await createNamespace(client);
      const there = await create(client, namespace, 'a');
      const watching = await client.watch(`${inNamespace(namespace)}?watch=true&timeoutSeconds=60`);
      const first = await watching.see('the first event', () => true);
      watching.close();
      expect(first).toEqual({ type: 'ADDED', object: there });
    });

    test('§9 a version too old: 200 with an ERROR inside for a watch, 410 for a list under way', async () => {
      const namespace = await createNamespace(client);
      for (const name of ['a', 'b', 'c']) await create(client, namespace, name);
      const page = (await client.ask('GET', `${inNamespace(namespace)}?limit=1`)).json;
      await create(client, namespace, 'd');
      await server.forgetHistory();
      const watching = await client.watch(
        `${inNamespace(namespace)}?watch=true&resourceVersion=1&timeoutSeconds=60`,
      );
      const error = await watching.see('the error', () => true);
      await watching.ended;
      expect(watching.status).toBe(200);
      expect(error).toEqual({
        type: 'ERROR',
        object: {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message: expect.stringMatching(/^too old resource version: 1 \(\d+\)$/),
          reason: 'Expired',
          code: 410,
        },
      });
      const next = await client.ask(
        'GET',
        `${inNamespace(namespace)}?limit=1&continue=${textAt(page, 'metadata', 'continue')}`,
      );
      expect(next.status).toBe(410);
      expect(next.json).toMatchObject({ kind: 'Status', status: 'Failure', reason: 'Expired', code: 410 });
      expect(textAt(next.json, 'message')).toMatch(
        /^The provided continue parameter is too old to display a consistent list result\./,
      );
      const onwards = await client.ask(
        'GET',
        `${inNamespace(namespace)}?limit=5&continue=${textAt(next.json, 'metadata', 'continue')}`,
      );
      expect(listAt(onwards.json, 'items').map((item) => at(item, 'metadata', 'name'))).toEqual([
        'b',
        'c',
        'd',
      ]);
    });
  });
}
