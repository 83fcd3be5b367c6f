import { describe, expect, test } from 'vitest';
import { type History, HistoryError } from '../../../lib/history/history.ts';
import { writeCursor } from '../../../lib/server/api/paging.ts';
import { parseQuery } from '../../../lib/server/api/query.ts';
import { createHandoverLog } from '../../../lib/server/kept/handover-log.ts';
import { HANDOVER_QUERY } from '../../../lib/server/kept/handover-query.ts';
import { listHandovers } from '../../../lib/server/kept/list-handovers.ts';
import { noHistory } from '../no-history.ts';
import { status } from '../status-builder.ts';
import { handover, wholeLog } from './handover-builder.ts';

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;

/** What is asked, of a Tenure that watches since then. */
const asked = {
  sight: null,
  now: () => NOW,
  lease: () => undefined,
  isKept: false,
  watching: () => [],
  status: () => ({ ...status(), observedSince: NOW - 40 * HOUR }),
};

async function ask(query: string) {
  const handovers = wholeLog();
  handovers.add(handover({ id: 'old', at: NOW - 30 * HOUR }));
  handovers.add(handover({ id: 'a', at: NOW - 3 * HOUR, cause: 'release' }));
  handovers.add(handover({ id: 'b', at: NOW - 2 * HOUR, namespace: 'apps', from: null, cause: 'first' }));
  handovers.add(handover({ id: 'c', at: NOW - HOUR, name: 'other', to: 'node-c_3' }));
  const answer = await listHandovers(
    { ...asked, handovers, history: noHistory() },
    parseQuery(HANDOVER_QUERY, new URLSearchParams(query)),
  );
  if (answer instanceof Response) throw new Error('a file');
  return answer;
}

describe('handovers', () => {
  test.each([
    ['', ['c', 'b', 'a']],
    ['from=now-2d', ['c', 'b', 'a', 'old']],
    ['to=now-150m', ['a']],
    ['namespace=apps', ['b']],
    ['name=other&name=nothing', ['c']],
    ['cause=release&cause=first', ['b', 'a']],
    ['holder=node-c_3', ['c']],
    ['holder=node-a_1', ['c', 'a']],
    ['q=OTH', ['c']],
    ['q=apps', ['b']],
    ['class=csi', []],
    ['limit=1', ['c']],
  ])('%s', async (query, ids) => {
    expect((await ask(query)).items.map((item) => item.id)).toEqual(ids);
  });

  test('are paged, newest first', async () => {
    const { nextCursor } = await ask('limit=2');
    expect((await ask(`limit=2&cursor=${nextCursor}`)).items.map((item) => item.id)).toEqual(['a']);
  });

  test.each(['x', 1.5, 1e300, Number.NaN])('a cursor at %s was made up', async (at) => {
    const history: History = {
      ...noHistory(),
      status: () => ({ ...noHistory().status(), state: 'ready' }),
      reads: { ...noHistory().reads, handovers: async () => [] },
    };
    const cursor = writeCursor('handovers', [0, at, 'id']);
    const query = parseQuery(HANDOVER_QUERY, new URLSearchParams({ cursor }));
    const answer = listHandovers({ ...asked, handovers: wholeLog(), history }, query);
    await expect(answer).rejects.toMatchObject({ code: 'invalid_parameter' });
  });
});

test('beside them stands where their holders ran, for nothing else tells it of former ones', async () => {
  const nothing = { podNamespace: null, podName: null, podUid: null, ownerKind: null, ownerName: null };
  const reads: History['reads'] = {
    ...noHistory().reads,
    handovers: async () => [handover({ from: 'a', to: 'b' }), handover({ from: 'b', to: null })],
    places: async (identities) => [
      ...identities.map((identity) => ({ ...nothing, identity, node: `n-${identity}`, resolvedAt: NOW })),
      { ...nothing, identity: 'x', node: null, resolvedAt: NOW },
    ],
  };
  const status: History['status'] = () => ({ ...noHistory().status(), state: 'ready' });
  const answer = await listHandovers(
    { ...asked, handovers: wholeLog(), history: { ...noHistory(), status, reads } },
    parseQuery(HANDOVER_QUERY, new URLSearchParams()),
  );
  expect(answer).toMatchObject({
    places: [
      { holder: 'a', node: 'n-a' },
      { holder: 'b', node: 'n-b' },
    ],
  });
});

describe('a file tells at its end what it cannot', () => {
  const watched = [{ scope: null, from: NOW - HOUR, to: NOW }];
  const spots = [
    { from: NOW - 9 * HOUR, to: NOW - 8 * HOUR, scope: null },
    { from: NOW - 7 * HOUR, to: NOW - 6 * HOUR, scope: 'apps' },
    { from: NOW - 5 * HOUR, to: NOW - 4 * HOUR, scope: 'team' },
  ];
  const file = async (runtime: Parameters<typeof listHandovers>[0], query: string) => {
    const asked = parseQuery(HANDOVER_QUERY, new URLSearchParams(`format=ndjson&${query}`));
    const answer = await listHandovers(runtime, asked);
    if (!(answer instanceof Response)) throw new Error('no file');
    return (await answer.text())
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  };

  test('of what is kept, as far as it is asked for and not to come', async () => {
    const ranges: unknown[] = [];
    const history: History = {
      ...noHistory(),
      status: () => ({ ...noHistory().status(), state: 'ready', keptFrom: NOW - 20 * HOUR }),
      reads: {
        ...noHistory().reads,
        handovers: async () => [],
        async blindSpots(range) {
          ranges.push(range);
          return spots;
        },
      },
    };
    const runtime = { ...asked, watching: () => watched, handovers: wholeLog(), history };
    const blind = spots.map((one) => ({ blind: one }));
    expect(await file(runtime, `from=now-10h&to=${NOW + HOUR}`)).toEqual(blind);
    expect(ranges).toEqual([{ from: NOW - 10 * HOUR, to: NOW, watching: watched }]);
    expect(await file(runtime, 'namespace=team&from=now-1d')).toEqual([
      ...[blind[0], blind[2]],
      { keptFrom: NOW - 20 * HOUR },
    ]);
  });

  test('of what is remembered', async () => {
    const runtime = { ...asked, handovers: wholeLog(), history: noHistory() };
    const before = { from: NOW - 48 * HOUR, to: NOW - 40 * HOUR, scope: null };
    expect(await file(runtime, 'from=now-2d')).toEqual([{ blind: before }, { keptFrom: NOW - 40 * HOUR }]);
    expect(await file(runtime, 'from=now-1d')).toEqual([]);
  });
});

describe('while the store fails', () => {
  const HELD = 5;
  /** It keeps five, the memory one; `readable`: so many reads are answered. */
  function failing(state: 'ready' | 'failing', readable = Number.POSITIVE_INFINITY) {
    const all = Array.from({ length: HELD }, (_, index) =>
      handover({ id: `k${index}`, at: NOW - index * HOUR }),
    );
    const handovers = wholeLog();
    handovers.add(handover({ id: 'k0', at: NOW }));
    let reads = 0;
    let now: 'ready' | 'failing' = state;
    const history: History = {
      ...noHistory(),
      status: () => ({ ...noHistory().status(), state: now, keptFrom: NOW - 90 * HOUR }),
      reads: {
        ...noHistory().reads,
        places: async () => [],
        blindSpots: async () => [],
        async handovers(_, { limit, after }) {
          reads += 1;
          if (reads > readable) {
            now = 'failing';
            throw new HistoryError({ code: 'history_unreachable', message: 'It is gone.', hint: '' });
          }
          return all.filter(({ at }) => after === null || at < after.at).slice(0, limit);
        },
      },
    };
    return { ...asked, handovers, history };
  }
  const list = async (runtime: ReturnType<typeof failing>, query: string) => {
    const answer = await listHandovers(runtime, parseQuery(HANDOVER_QUERY, new URLSearchParams(query)));
    if (answer instanceof Response) throw new Error('a file');
    return answer;
  };

  test('it is read all the same where only writing fails', async () => {
    const answer = await list(failing('failing'), '');
    expect(answer).toMatchObject({ keptFrom: NOW - 90 * HOUR });
    expect(answer.items).toHaveLength(HELD);
  });

  test('what waits to be written stands where it belongs, and once, whatever the pages', async () => {
    const runtime = failing('failing');
    const since = NOW - 2 * HOUR;
    const status = runtime.history.status();
    runtime.history.status = () => ({ ...status, since });
    const remember = (id: string, hours: number) =>
      runtime.handovers.add(handover({ id, at: NOW - hours * HOUR, to: `to-${id}` }));
    remember('new', 0.5);
    // The store knows it as it was before somebody took it; and of what is older it knows all there was.
    remember('k2', 1.5);
    remember('older', 2.5);
    const told: string[] = [];
    for (let query = 'limit=2'; ; ) {
      const { items, nextCursor } = await list(runtime, query);
      told.push(...items.map(({ id, to }) => `${id} ${to}`));
      if (nextCursor === null) break;
      query = `limit=2&cursor=${nextCursor}`;
    }
    expect(told).toEqual([
      ...['k0 node-b_2', 'new to-new', 'k1 node-b_2', 'k2 to-k2', 'k3 node-b_2', 'k4 node-b_2'],
    ]);
  });

  test('of several of one moment each stands once, over the pages, and so does what was found later', async () => {
    const runtime = failing('failing', 0);
    const since = NOW - 2 * HOUR;
    const status = runtime.history.status();
    runtime.history.status = () => ({ ...status, since });
    runtime.history.reads.handovers = async () => [];
    const ids = ['c', 'a', 'e', 'd', 'b'];
    for (const id of ids) runtime.handovers.add(handover({ id, at: NOW - HOUR }));
    // As of a time that nobody watched; it was told when somebody watched again.
    const found = { unwatchedFrom: NOW - 9 * HOUR, unwatchedTo: NOW - HOUR };
    runtime.handovers.add(handover({ id: 'found', at: NOW - 5 * HOUR, evidence: found }));
    const told: string[] = [];
    for (let query = 'limit=2'; ; ) {
      const { items, nextCursor } = await list(runtime, query);
      told.push(...items.map(({ id }) => id));
      if (nextCursor === null) break;
      query = `limit=2&cursor=${nextCursor}`;
    }
    expect(told).toEqual(['k0', 'a', 'b', 'c', 'd', 'e', 'found']);
  });

  test('no file is made of what can be read alone', async () => {
    for (const format of ['csv', 'ndjson']) {
      const query = parseQuery(HANDOVER_QUERY, new URLSearchParams({ format }));
      await expect(listHandovers(failing('failing'), query)).rejects.toMatchObject({ code: 'not_ready' });
    }
  });

  test('what this process remembers is said to be known since it watches', async () => {
    const answer = await list(failing('failing', 0), 'from=now-7d');
    expect(answer).toMatchObject({ items: [{ id: 'k0' }], keptFrom: NOW - 40 * HOUR });
  });

  test('a page of the store is not followed by one of memory', async () => {
    const runtime = failing('ready', 1);
    const { nextCursor } = await list(runtime, 'limit=2');
    await expect(list(runtime, `limit=2&cursor=${nextCursor}`)).rejects.toMatchObject({
      code: 'not_ready',
      message: 'The history cannot be read: It is gone.',
    });
  });

  test('nor is memory told for another cluster', async () => {
    const runtime = { ...failing('failing', 0), isKept: true };
    await expect(list(runtime, '')).rejects.toMatchObject({ code: 'not_ready' });
  });

  test('a file that was begun breaks off, and none is begun of memory alone', async () => {
    const file = parseQuery(HANDOVER_QUERY, new URLSearchParams('format=ndjson'));
    const many = failing('ready', 1);
    const pages = Array.from({ length: 1001 }, (_, index) => handover({ id: `m${index}`, at: NOW - index }));
    const once = many.history.reads.handovers;
    many.history.reads.handovers = async (...page) => {
      await once(...page);
      return pages;
    };
    const answer = await listHandovers(many, file);
    if (!(answer instanceof Response)) throw new Error('no file');
    await expect(answer.text()).rejects.toMatchObject({ code: 'not_ready' });
    await expect(listHandovers(failing('failing', 0), file)).rejects.toMatchObject({ code: 'not_ready' });
  });
});

describe('the log', () => {
  test('completes a release when it is taken over, and keeps a bounded number', () => {
    const log = createHandoverLog(3);
    log.add(handover({ id: 'r', to: null }));
    log.add(handover({ id: 'r', to: 'node-b_2' }));
    expect([...log.all()]).toEqual([handover({ id: 'r', to: 'node-b_2' })]);
    for (const id of ['x', 'y', 'z']) log.add(handover({ id }));
    expect([...log.all()].map((one) => one.id)).toEqual(['x', 'y', 'z']);
    expect(log.forgottenUntil(null)).toBe(handover({}).at);
  });

  test('says of what is seen alone up to when some of it is forgotten', () => {
    const log = createHandoverLog(1);
    log.add(handover({ id: 'a', namespace: 'apps', at: NOW }));
    log.add(handover({ id: 'b', namespace: 'team', at: NOW - HOUR }));
    log.add(handover({ id: 'c', namespace: 'apps', at: NOW + HOUR }));
    const until = (...seen: string[]) => log.forgottenUntil(new Set(seen));
    expect([until('apps'), until('team'), until('other')]).toEqual([NOW, NOW - HOUR, null]);
    expect([until('apps', 'team'), log.forgottenUntil(null)]).toEqual([NOW, NOW]);
  });

  test('of more namespaces than it keeps, those of which nothing was forgotten for longest count for everybody', () => {
    const log = createHandoverLog(0, 2);
    const forget = (namespace: string, at: number) =>
      log.add(handover({ id: `${namespace}-${at}`, namespace, at }));
    const until = (namespace: string) => log.forgottenUntil(new Set([namespace]));
    forget('a', NOW);
    forget('b', NOW + 1);
    expect([until('a'), until('b'), until('other')]).toEqual([NOW, NOW + 1, null]);
    forget('a', NOW + 2);
    forget('c', NOW + 3);
    expect([until('a'), until('c')]).toEqual([NOW + 2, NOW + 3]);
    expect([until('b'), until('other'), log.forgottenUntil(null)]).toEqual([NOW + 1, NOW + 1, NOW + 3]);
  });
});
