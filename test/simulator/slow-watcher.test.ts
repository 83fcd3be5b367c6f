/** A watcher that reads slowly, or not at all. */
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCluster, EMPTY_TOPOLOGY } from '../../lib/simulator/cluster.ts';
import { ADMIN_TOKEN, createAccess } from '../../lib/simulator/http/access.ts';
import { createHandler } from '../../lib/simulator/http/handler.ts';
import { createLister } from '../../lib/simulator/http/list.ts';
import { createModes } from '../../lib/simulator/http/modes.ts';
import { createWatchHub } from '../../lib/simulator/http/watch.ts';
import { createRandom } from '../../lib/simulator/random.ts';
import { until } from '../setup/process.ts';
import { createFakeTime } from './fake-time.ts';

const MIB = 1024 * 1024;
const OBJECTS = 20;
/** More than the system's own buffers between two sockets take. */
const BIG = 'x'.repeat(MIB);

const cluster = createCluster({
  timers: createFakeTime(),
  random: createRandom(1),
  topology: EMPTY_TOPOLOGY,
});
const { timers, random, store } = cluster;
const hub = createWatchHub(timers, random, store.revisions, MIB);
const handle = createHandler({
  cluster,
  access: createAccess(),
  lister: createLister(),
  hub,
  modes: createModes(),
  address: () => '127.0.0.1:1',
});
const server = createServer((incoming, outgoing) => handle(incoming, outgoing));
const put = (index: number) =>
  store.configmaps.put({ namespace: 'default', name: `big-${index}` }, { data: { BIG } });

beforeEach(async () => {
  for (let index = 0; index < OBJECTS; index++) put(index);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function watch(): Promise<IncomingMessage> {
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('The server has no port.');
  const request = get({
    host: '127.0.0.1',
    port: place.port,
    path: '/api/v1/configmaps?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
  });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return answer;
}

test('is given time to read what a watch begins with, however much it is, and dropped for what it leaves after that', async () => {
  const answer = await watch();
  await until('the watch', () => (hub.watchers().length === 1 ? true : null));
  // It has read nothing yet.
  put(0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(hub.watchers()).toHaveLength(1);

  let lines = 0;
  answer.setEncoding('utf8').on('data', (text: string) => {
    lines += text.split('\n').length - 1;
  });
  // Every object, the bookmark that ends them, and the change.
  await until('all of it to be read', () => (lines === OBJECTS + 2 ? true : null));

  answer.pause();
  const gone = new Promise<Error>((resolve) => answer.once('error', resolve));
  for (let index = 0; index < OBJECTS && hub.watchers().length > 0; index++) {
    put(index);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(hub.watchers()).toHaveLength(0);
  answer.resume();
  expect((await gone).message).toBe('aborted');
});
