import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { json, leaseList, watching } from './fake-api.ts';
import { bookmark, errorEvent, modified, rawLease } from './raw-lease.ts';
import { type Watched, watchFake } from './watched.ts';

/** Field guide §9: a watch resumed without 410 loses nothing, and its burst is timed by server stamps. */

const DATE = 'Mon, 04 May 2026 10:00:05 GMT';
const BEFORE = '2026-05-04T10:00:03Z';
const SAME_SECOND = '2026-05-04T10:00:05Z';
const AFTER = '2026-05-04T10:00:06Z';

let watched: Watched;
afterEach(() => watched.end());

/** A live feed whose watch was reset; the second watch is sent `events` and kept in hand. */
async function resumed(
  events: unknown[],
  options: { date?: string } = { date: DATE },
): Promise<ServerResponse> {
  let second: ServerResponse | undefined;
  watched = await watchFake();
  watched.api.script('list', leaseList('10', [rawLease({})]));
  const again = watching(events, {
    ...options,
    after: (response) => {
      second = response;
    },
  });
  watched.api.script('watch', watching([bookmark('11')]), again);
  watched.reflector.start();
  await watched.until(() => watched.feed().lastEventAt !== null);
  watched.api.reset();
  await watched.untilState('stale');
  watched.time.advance(1600);
  await watched.until(() => second !== undefined);
  if (second === undefined) throw new Error('no second watch');
  return second;
}

const backlogs = (): boolean[] =>
  watched.told.flatMap((one) => (one.type === 'changed' ? [one.backlog] : []));

describe('a resumed watch', () => {
  it('passes on as backlog what was written before it was answered, and is live with what came after', async () => {
    const provenBefore = (): number | null => watched.feed().provenAt;
    await resumed([
      modified({ version: '12', written: BEFORE }),
      modified({ version: '13', written: SAME_SECOND }),
      modified({ version: '14', written: AFTER }),
      modified({ version: '15', written: BEFORE }),
    ]);
    await watched.until(() => watched.told.filter((one) => one.type === 'changed').length === 4);
    expect(backlogs()).toEqual([true, true, false, false]);
    expect(watched.feed()).toMatchObject({
      state: 'live',
      blindSpots: [],
      provenAt: watched.time.clock.now(),
    });
    expect(provenBefore()).toBe(watched.time.clock.now());
  });

  it('stays stale and unproved while the backlog lasts; after a second of quiet it is live once proved', async () => {
    await resumed([modified({ version: '12', written: BEFORE })]);
    await watched.until(() => backlogs().length === 1);
    watched.api.script('get', json(rawLease({ version: '12' })));
    const { provenAt } = watched.feed();
    expect(watched.feed().state).toBe('stale');
    expect(provenAt).toBeLessThan(watched.time.clock.now());
    watched.time.advance(999);
    expect(watched.feed().state).toBe('stale');
    watched.time.advance(1);
    expect(watched.feed().state).toBe('stale');
    await watched.untilState('live');
    expect(watched.feed().provenAt).toBe(watched.time.clock.now());
  });

  it('is not live by quiet alone: a Lease that has changed meanwhile tells that the watch is dead', async () => {
    await resumed([modified({ version: '12', written: BEFORE })]);
    await watched.until(() => backlogs().length === 1);
    watched.api.script('get', json(rawLease({ version: '13' })));
    watched.time.advance(1000);
    const gets = () => watched.api.asked.filter((one) => one.kind === 'get').length;
    // One is for asking again, the other for the change that the watch may yet bring.
    await watched.until(
      () => gets() === 1 && watched.time.pending().filter((ms) => ms === 1000).length === 2,
    );
    watched.time.advance(1000);
    await watched.until(() => watched.feed().lastError?.code === 'watch_behind');
    expect(
      watched.feeds
        .slice(watched.feeds.findIndex(({ state }) => state === 'stale'))
        .map(({ state }) => state),
    ).not.toContain('live');
  });

  it('is live by quiet when all that the watch brought is of before a list: its change since tells nothing', async () => {
    const asked = (kind: string): number => watched.api.asked.filter((one) => one.kind === kind).length;
    watched = await watchFake();
    const [before, since] = [rawLease({ version: '10' }), rawLease({ version: '19' })];
    watched.api.script('list', leaseList('10', [before]), leaseList('20', [since]));
    const gone = errorEvent(410, 'too old resource version: 11 (20)', 'Expired');
    watched.api.script('watch', watching([modified({ version: '11' }), gone]), watching([]), watching([]));
    watched.api.script('get', json(since));
    watched.reflector.start();
    await watched.until(() => asked('watch') === 2 && watched.feed().state === 'live');
    watched.api.reset();
    await watched.untilState('stale');
    watched.time.advance(1600);
    await watched.until(() => asked('watch') === 3 && watched.time.pending().includes(1000));
    watched.time.advance(1000);
    await watched.untilState('live');
    expect(asked('get')).toBe(0);
  });

  it('is live with the next word after the quiet', async () => {
    const response = await resumed([modified({ version: '12', written: BEFORE })]);
    await watched.until(() => backlogs().length === 1);
    watched.time.advance(1000);
    expect(watched.feed().state).toBe('stale');
    response.write(`${JSON.stringify(modified({ version: '13', written: BEFORE }))}\n`);
    await watched.untilState('live');
  });

  it('is live with a bookmark', async () => {
    await resumed([modified({ version: '12', written: BEFORE }), bookmark('13')]);
    await watched.untilState('live');
    expect(backlogs()).toEqual([true]);
  });

  it('without server stamps the burst ends after 30 s at the latest', async () => {
    const response = await resumed([], {});
    for (let version = 12; version <= 62; version += 1) {
      response.write(`${JSON.stringify(modified({ version: String(version), written: BEFORE }))}\n`);
      await watched.until(() => backlogs().length === version - 11);
      watched.time.advance(700);
    }
    expect(backlogs().indexOf(false)).toBe(43);
    expect(watched.feed().state).toBe('live');
  });

  it('the watch right after a list is live at once, what came meanwhile is backlog', async () => {
    watched = await watchFake();
    watched.api.script('list', leaseList('10', []));
    watched.api.script('watch', watching([modified({ version: '11', written: BEFORE })], { date: DATE }));
    watched.reflector.start();
    await watched.until(() => backlogs().length === 1);
    expect(watched.feed().state).toBe('live');
    expect(backlogs()).toEqual([true]);
  });
});
