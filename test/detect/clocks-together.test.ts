import { expect, it } from 'vitest';
import { type ClockFinding, clocksTogether } from '../../lib/detect/clocks-together.ts';
import { DEFAULT_CLUSTER_THRESHOLDS } from '../../lib/detect/cluster-thresholds.ts';
import { about, T0 } from '../alert/builders.ts';
import { tracked } from '../server/leases/lease-builders.ts';

function clock(name: string, holder: string, severity: 'critical' | 'warning', since = T0): ClockFinding {
  const lease = tracked({ namespace: 'apps', name, holder, class: 'controller' });
  return { lease, finding: about(name, 'clock-step', { severity, since }) };
}
const told = (found: ClockFinding[], nodes: Record<string, string>) =>
  clocksTogether(found, () => [], {
    thresholds: DEFAULT_CLUSTER_THRESHOLDS,
    nodeOf: ({ holder }) => nodes[holder ?? ''] ?? null,
  }).map(({ key, severity, since, subject: { name, node, holder }, title }) =>
    name === null ? { key, severity, since, node, holder, title } : key,
  );
const UUID = '3f0c2a51-9f6e-4b1c-8f0a-0123456789ab';

it('one clock that several Leases tell of is one trouble above them: that of their node', () => {
  const found = [clock('a', 'pod-1', 'warning', T0 + 5000), clock('b', 'pod-2', 'critical')];
  expect(told(found, { 'pod-1': 'n1', 'pod-2': 'n1' })).toEqual([
    ...found.map(({ finding }) => finding.key),
    {
      ...{ key: 'node/n1', severity: 'critical', since: T0, node: 'n1', holder: null },
      title: 'The clock of node n1 stepped',
    },
  ]);
});

it('or that of one holder by several elections, where its node is not known', () => {
  const found = [clock('a', `pod-1_${UUID}`, 'warning'), clock('b', 'pod-1', 'warning')];
  expect(told(found, {})[2]).toMatchObject({
    ...{ key: 'holder/pod-1', node: null, holder: `pod-1_${UUID}` },
    title: 'The clock of holder pod-1 stepped',
  });
});

it('clocks that have nothing in common are told one by one', () => {
  const found = [clock('a', 'pod-1', 'warning'), clock('b', 'pod-2', 'warning')];
  expect(told(found, { 'pod-1': 'n1' })).toEqual(found.map(({ finding }) => finding.key));
});
