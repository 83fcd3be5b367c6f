import { expect, test } from 'vitest';
import { createHistory } from '../../lib/history/create-history.ts';
import type { History } from '../../lib/history/history.ts';
import { startInProcess } from '../../lib/history/start-in-process.ts';
import { readConfig } from '../../lib/server/config.ts';
import { EVERYONE } from '../../lib/server/current-viewer.ts';
import { createLog } from '../../lib/server/log.ts';
import { createRuntime } from '../../lib/server/runtime.ts';
import { fakeTime } from './fake-timers.ts';
import { noHistory } from './no-history.ts';
import { readStream } from './stream/stream-client.ts';

function setUp(kept?: History) {
  const { timers, now, advance } = fakeTime();
  const env = { KUBECONFIG: '/nonexistent', TENURE_DATABASE_URL: 'none' };
  const clock = { now };
  const log = createLog('silent');
  const history =
    kept ?? createHistory({ url: null, start: startInProcess, instance: 'one', timers, clock, log });
  const config = readConfig(env);
  const runtime = createRuntime({ config, clock, timers, random: () => 0, log, env, history });
  runtime.start();
  const open = () =>
    readStream(
      runtime.hub.open(
        { namespaces: [], names: [], sight: null },
        null,
        new AbortController().signal,
        EVERYONE,
      ),
    );
  return { runtime, open, advance };
}

test('who stops is not ready at once, and serves on as long as it is told to', async () => {
  const { runtime, open, advance } = setUp();
  const before = open();
  await advance(1000);
  expect(runtime.notReady()).not.toBe('shutting down');
  const stopped = runtime.stop(2000);
  expect(runtime.notReady()).toBe('shutting down');
  const meanwhile = open();
  await advance(1999);
  expect([before.ended(), meanwhile.ended()]).toEqual(['open', 'open']);
  expect(meanwhile.of('snapshot')).toHaveLength(1);
  await advance(1);
  expect([before.ended(), meanwhile.ended()]).toEqual(['closed', 'closed']);
  await stopped;
  const late = open();
  await advance(0);
  expect(late.ended()).toBe('closed');
});

test('who is told by a person stops at once', async () => {
  const { runtime, open, advance } = setUp();
  const stream = open();
  await advance(1000);
  const stopped = runtime.stop();
  await advance(0);
  expect(stream.ended()).toBe('closed');
  await stopped;
});

test.each([
  ['as long as is enough', 0, 4500, 2000],
  ['what is left of the time, with what closing takes', 2000, 4500, 1500],
  ['nothing where nothing is left', 2000, 2500, 0],
])('what is to be written last gets %s', async (_, servesOnMs, withinMs, writesMs) => {
  const given: number[] = [];
  const { runtime, advance } = setUp({
    ...noHistory(),
    close: async (ms) => void given.push(ms),
  });
  const stopped = runtime.stop(servesOnMs, withinMs);
  await advance(servesOnMs);
  await stopped;
  expect(given).toEqual([writesMs]);
});
