import { expect, it } from 'vitest';
import type { Alert } from '../../../lib/alert/alert.ts';
import { HistoryError, type HistoryReads } from '../../../lib/history/history.ts';
import { seenReads } from '../../../lib/server/seen/seen-history.ts';
import { finding, firing } from '../../alert/builders.ts';
import { noHistory } from '../no-history.ts';

const over = (namespace: string | null, name: string): Alert =>
  firing(finding({ subject: { namespace, name } }), { id: `x:${namespace}/${name}@1`, state: 'resolved' });

it('alerts of others are not read for who sees some namespaces', async () => {
  const asked: unknown[] = [];
  const reads: HistoryReads = {
    ...noHistory().reads,
    async alerts(range) {
      asked.push(range);
      return [over('a', 'x'), over(null, 'y')];
    },
  };
  const ofLeases = (alerts: readonly Alert[]) =>
    alerts.filter(({ finding: { subject } }) => subject.namespace);
  const seen = seenReads(reads, new Set(['b', 'a']), { of: ofLeases });
  expect(await seen.alerts({ from: 1, to: 2 }, { limit: 9, after: null })).toEqual([over('a', 'x')]);
  expect(asked).toEqual([{ from: 1, to: 2, among: ['a', 'b'] }]);
});

it('what a database says is not told to who sees some namespaces, whichever read it fails', async () => {
  const failure = { code: 'history_failed', message: 'Key (name)=(secret) is there.', hint: '' };
  const gone = () => Promise.reject(new HistoryError(failure));
  const reads: HistoryReads = { ...noHistory().reads, clusters: gone, places: gone };
  const { places, clusters } = seenReads(reads, new Set(['a']), { of: (alerts) => alerts });
  for (const asked of [places([]), clusters()])
    await expect(asked).rejects.toMatchObject({
      name: 'HistoryError',
      message: expect.not.stringContaining('secret'),
    });
  await expect(seenReads(reads, null, { of: (alerts) => alerts }).clusters()).rejects.toThrow('secret');
});

it('where a holder ran is told of a Pod that is seen, and of a Node to who sees the heartbeats of nodes', async () => {
  const place = (podNamespace: string | null) => ({
    ...{ identity: `of ${podNamespace}`, podNamespace, podName: null, podUid: null, node: 'n' },
    ...{ ownerKind: null, ownerName: null, resolvedAt: 0 },
  });
  const reads: HistoryReads = {
    ...noHistory().reads,
    places: async () => [place('a'), place('b'), place(null)],
  };
  const seen = async (...namespaces: string[]) => {
    const { places } = seenReads(reads, new Set(namespaces), { of: (alerts) => alerts });
    return (await places([])).map(({ identity }) => identity);
  };
  expect(await seen('a')).toEqual(['of a']);
  expect(await seen('a', 'kube-node-lease')).toEqual(['of a', 'of null']);
});
