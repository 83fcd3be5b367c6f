import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../lib/server/config.ts';
import {
  type CurrentViewer,
  currentViewer,
  EVERYONE,
  NOBODY,
  withViewer,
} from '../../lib/server/current-viewer.ts';
import { shareConfig } from '../../lib/server/shared-config.ts';

const named = (user: string): CurrentViewer => ({ ...EVERYONE, user, sight: new Set([user]) });

describe('who asks', () => {
  it('is everyone where no guard ran, who sees all and stays so', async () => {
    expect(currentViewer()).toBe(EVERYONE);
    expect(EVERYONE.sight).toBeNull();
    expect(await EVERYONE.recheck()).toBeNull();
  });

  it('is each their own, however the requests interleave', async () => {
    const seen = await Promise.all(
      ['a', 'b', 'c'].map((user) =>
        withViewer(named(user), async () => {
          const before = currentViewer().user;
          await new Promise(setImmediate);
          return [before, currentViewer().user];
        }),
      ),
    );
    expect(seen).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
    expect(currentViewer()).toBe(EVERYONE);
  });

  it('is known to the listener of a server, also after the body was read on a kept connection', async () => {
    let asked = 0;
    const server = createServer((request, response) => {
      asked += 1;
      withViewer(named(`user-${asked}`), async () => {
        for await (const _chunk of request);
        response.end(currentViewer().user);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const ask = async (): Promise<string> =>
      (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x' })).text();
    expect([await ask(), await ask()]).toEqual(['user-1', 'user-2']);
    server.close();
  });

  it.each([
    [{}, EVERYONE],
    [{ TENURE_AUTH: 'token' }, NOBODY],
    [{ TENURE_AUTH: 'proxy', TENURE_TRUSTED_PROXIES: '10.0.0.7' }, NOBODY],
  ])('where no guard ran with %o is nobody who sees anything, unless nobody is asked', (env, expected) => {
    shareConfig(readConfig(env));
    expect(currentViewer()).toBe(expected);
    expect(withViewer(named('a'), currentViewer).user).toBe('a');
  });
});
