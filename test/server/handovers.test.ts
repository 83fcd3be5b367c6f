import { describe, expect, test } from 'vitest';
import type { History } from '../../lib/history/history.ts';
import { createHandoverLog } from '../../lib/server/handover-log.ts';
import { HANDOVER_QUERY } from '../../lib/server/handover-query.ts';
import { listHandovers } from '../../lib/server/list-handovers.ts';
import { writeCursor } from '../../lib/server/paging.ts';
import { parseQuery } from '../../lib/server/query.ts';
import { handover } from './handover-builder.ts';
import { noHistory } from './no-history.ts';

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;

async function ask(query: string) {
  const handovers = createHandoverLog();
  handovers.add(handover({ id: 'old', at: NOW - 30 * HOUR }));
  handovers.add(handover({ id: 'a', at: NOW - 3 * HOUR, cause: 'release' }));
  handovers.add(handover({ id: 'b', at: NOW - 2 * HOUR, namespace: 'apps', from: null, cause: 'first' }));
  handovers.add(handover({ id: 'c', at: NOW - HOUR, name: 'other', to: 'node-c_3' }));
  const answer = await listHandovers(
    { sight: null, now: () => NOW, handovers, history: noHistory(), lease: () => undefined },
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
    const asked = listHandovers(
      { sight: null, now: () => NOW, handovers: createHandoverLog(), history, lease: () => undefined },
      query,
    );
    await expect(asked).rejects.toMatchObject({ code: 'invalid_parameter' });
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
  const asked = { sight: null, now: () => NOW, handovers: createHandoverLog(), lease: () => undefined };
  const answer = await listHandovers(
    { ...asked, history: { ...noHistory(), status, reads } },
    parseQuery(HANDOVER_QUERY, new URLSearchParams()),
  );
  expect(answer).toMatchObject({
    places: [
      { holder: 'a', node: 'n-a' },
      { holder: 'b', node: 'n-b' },
    ],
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
  });
});
