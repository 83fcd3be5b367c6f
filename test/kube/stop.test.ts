import { describe, expect, it } from 'vitest';
import type { Connection } from '../../lib/kube/connection.ts';
import { leaseList, silence, status, watching } from './fake-api.ts';
import { type Watched, watchFake } from './watched.ts';

describe('stop', () => {
  const cases: [string, (watched: Watched) => Promise<void>][] = [
    [
      'while watching',
      async (watched) => {
        watched.api.script('list', leaseList('10', []));
        watched.api.script('watch', watching([]));
        watched.reflector.start();
        await watched.untilState('live');
      },
    ],
    [
      'while a list is on its way',
      async (watched) => {
        watched.api.script('list', silence);
        watched.reflector.start();
        await watched.until(() => watched.api.asked.some((one) => one.kind === 'list'));
      },
    ],
    [
      'while waiting to try again',
      async (watched) => {
        watched.api.script('list', status(500, 'no'));
        watched.reflector.start();
        await watched.untilState('unreachable');
      },
    ],
    ['before it was started', async () => undefined],
  ];
  it.each(cases)('%s ends everything: no timer, no socket', async (_, reach) => {
    const watched = await watchFake();
    await reach(watched);
    await watched.reflector.stop();
    expect(watched.time.pending()).toEqual([]);
    await new Promise<void>((resolve) => {
      const look = (): void => void (watched.api.sockets() === 0 ? resolve() : setImmediate(look));
      look();
    });
    await watched.end();
  });

  it('while credentials are being made waits for nobody, and closes what comes of them', async () => {
    const made = Promise.withResolvers<Connection>();
    const connect = (): Promise<Connection> => made.promise;
    const watched = await watchFake({
      cluster: () => ({
        name: 'x',
        server: 'x',
        namespaceOfPod: null,
        fingerprint: async () => 'ca:test',
        connect,
      }),
    });
    watched.reflector.start();
    await watched.end();
    const closed = Promise.withResolvers<void>();
    const nothing = (): Promise<never> => Promise.reject(new Error('not asked for'));
    made.resolve({ get: nothing, create: nothing, stream: nothing, close: () => closed.resolve() });
    await closed.promise;
  });

  it('200 reconnects leave one connection behind', async () => {
    const watched = await watchFake();
    watched.api.script('list', leaseList('10', []));
    watched.api.script('watch', watching([], { after: (response) => response.end() }));
    watched.reflector.start();
    for (let round = 1; round <= 200; round += 1) {
      await watched.until(
        () => watched.feed().reconnects === round - 1 && watched.feed().nextAttemptAt !== null,
      );
      watched.reflector.retryNow();
    }
    await watched.until(() => watched.feed().reconnects === 200);
    // Of the watch that is open: its silence, its backlog, whether Tenure stood still, and the next attempt.
    expect(watched.time.pending().length).toBeLessThanOrEqual(4);
    expect(watched.api.sockets()).toBeLessThanOrEqual(2);
    await watched.end();
  });
});
