import { expect, it } from 'vitest';
import { isAllSilent, isSilent } from '../../lib/view/node-silence.ts';
import { feedOf, scopeFeed } from './board-rows.ts';

const NODES = 'kube-node-lease';

it('one watch of the whole cluster is silent of all of it', () => {
  const silent = feedOf(scopeFeed({ state: 'stale' }));
  expect([isSilent(silent, NODES), isAllSilent(silent)]).toEqual([true, true]);
  const live = feedOf(scopeFeed());
  expect([isSilent(live, NODES), isAllSilent(live)]).toEqual([false, false]);
});

it('of several namespaces each is silent by itself', () => {
  const feed = feedOf(
    scopeFeed({ namespace: 'apps', state: 'forbidden' }),
    scopeFeed({ namespace: NODES, state: 'stale' }),
    scopeFeed({ namespace: 'kube-system' }),
  );
  expect(['apps', NODES, 'kube-system', 'elsewhere'].map((one) => isSilent(feed, one))).toEqual([
    ...[true, true, false, false],
  ]);
  expect(isAllSilent(feed)).toBe(false);
});

it('before Tenure has spoken nothing is said to be silent', () => {
  expect([isSilent(null, NODES), isAllSilent(null)]).toEqual([false, false]);
});
