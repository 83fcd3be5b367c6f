import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeLease } from '../../lib/lease/decode.ts';
import type { LeaseRecord } from '../../lib/lease/record.ts';
import { leaseList, watching } from './fake-api.ts';
import { bookmark, modified, rawLease } from './raw-lease.ts';
import { type Watched, watchFake } from './watched.ts';

/** Field guide §9: gaps across time that was not live never count, and what waited is timed by server stamps. */

const DATE = 'Mon, 04 May 2026 10:00:50 GMT';
const MEANWHILE = '2026-05-04T10:00:33Z';
const AFTER = '2026-05-04T10:00:51Z';

let watched: Watched;
afterEach(() => watched.end());

/** A live feed, and what its watch is written to; the next watch is told what was written meanwhile, and after. */
async function live(): Promise<ServerResponse> {
  let first: ServerResponse | undefined;
  watched = await watchFake();
  watched.api.script('list', leaseList('10', [rawLease({})]));
  watched.api.script(
    'watch',
    watching([bookmark('11')], {
      after: (response) => {
        first = response;
      },
    }),
    watching([modified({ version: '12', written: MEANWHILE }), modified({ version: '13', written: AFTER })], {
      date: DATE,
    }),
  );
  watched.reflector.start();
  await watched.until(() => watched.feed().lastEventAt !== null && first !== undefined);
  watched.time.advance(10_000);
  if (first === undefined) throw new Error('no watch');
  return first;
}

function decoded(): LeaseRecord {
  const record = decodeLease(rawLease({}));
  if (record === null) throw new Error('no Lease');
  return record;
}

const told = (): [string, boolean][] =>
  watched.told.flatMap((one) =>
    one.type === 'changed' ? [[one.version, one.backlog] as [string, boolean]] : [],
  );
const distrusted = (): boolean => watched.feeds.some(({ lastError }) => lastError?.code === 'standstill');

describe('where Tenure itself stood still', () => {
  it('what waited in the socket is asked for anew, and timed by the API server', async () => {
    const first = await live();
    const provenAt = watched.feed().provenAt;
    watched.time.stand(40_000);
    first.write(`${JSON.stringify(modified({ version: '12', written: MEANWHILE }))}\n`);
    await watched.until(() => told().length === 2);
    expect(told()).toEqual([
      ['12', true],
      ['13', false],
    ]);
    expect(distrusted()).toBe(true);
    expect(watched.feeds.find(({ state }) => state === 'stale')?.provenAt).toBe(provenAt);
    expect(watched.feed()).toMatchObject({ state: 'live', blindSpots: [] });
  });

  it('a bookmark that waited proves nothing', async () => {
    const first = await live();
    const provenAt = watched.feed().provenAt;
    watched.time.stand(40_000);
    first.write(`${JSON.stringify(bookmark('12'))}\n`);
    await watched.until(distrusted);
    expect(watched.feeds.find(({ state }) => state === 'stale')?.provenAt).toBe(provenAt);
  });

  it('it is found without an arrival too', async () => {
    await live();
    watched.time.stand(40_000);
    watched.time.advance(0);
    await watched.until(() => told().length === 2);
    expect(distrusted()).toBe(true);
  });
});

it('what is told of being live may take its time: that is work', async () => {
  let first: ServerResponse | undefined;
  watched = await watchFake({
    sink: {
      feed({ state }) {
        if (state === 'live') watched.time.stand(3000);
      },
    },
  });
  watched.api.script('list', leaseList('10', [rawLease({})]));
  watched.api.script(
    'watch',
    watching([], {
      after: (response) => {
        first = response;
      },
    }),
  );
  watched.reflector.start();
  await watched.until(() => watched.feed().state === 'live' && first !== undefined);
  first?.write(`${JSON.stringify(modified({ version: '12', written: AFTER }))}\n`);
  await watched.until(() => told().length === 1);
  expect(watched.feed()).toMatchObject({ state: 'live', lastError: null });
});

it('nor is what the watch is proved by believed before that is found', async () => {
  await live();
  const provenAt = watched.feed().provenAt;
  watched.time.stand(3_600_000);
  await watched.reflector.prove(decoded());
  expect(watched.api.asked.filter(({ kind }) => kind === 'get')).toEqual([]);
  await watched.until(() => watched.feed().state === 'stale' || told().length > 0);
  expect(watched.feeds.find(({ state }) => state === 'stale')?.provenAt).toBe(provenAt);
});

it('time in which its timers run is none, however long, nor is a moment of work', async () => {
  const first = await live();
  watched.time.advance(60_000);
  watched.time.stand(2400);
  first.write(`${JSON.stringify(modified({ version: '12', written: MEANWHILE }))}\n`);
  await watched.until(() => told().length === 1);
  expect(told()).toEqual([['12', false]]);
  expect(distrusted()).toBe(false);
});
