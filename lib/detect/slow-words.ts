/** How late renewals are named by what they have in common, and what to look at next. */

import type { NextStep } from './finding.ts';
import type { CommonFactor } from './shared-factor.ts';
import { named, quoted } from './words.ts';

const API_SERVER: readonly NextStep[] = [
  {
    text: 'Ask the API server about itself and its etcd',
    command: "kubectl get --raw '/readyz?verbose'",
  },
  {
    text: 'See how long its requests to etcd take',
    command: "kubectl get --raw /metrics | grep -E 'etcd_request_duration_seconds_(sum|count)'",
  },
  {
    text: 'See how many requests it has under way',
    command: "kubectl get --raw /metrics | grep -E 'apiserver_current_inflight_requests'",
  },
];

/** Of nodes whose heartbeats stopped at once: of what they share a zone shows first. */
export const NODES_STEPS: readonly NextStep[] = [
  {
    text: 'See which nodes are not ready, and where they are',
    command: 'kubectl get nodes -L topology.kubernetes.io/zone',
  },
];

/** So many tell which they are; a sentence with hundreds is not read. */
const MOST_NAMES = 5;

/** "a, b, c", "a, b, c, d, e and 7 others". */
export function someOf(names: readonly string[]): string {
  const first = names.slice(0, MOST_NAMES).map(named).join(', ');
  const others = names.length - MOST_NAMES;
  if (others <= 0) return first;
  return `${first} and ${others} ${others === 1 ? 'other' : 'others'}`;
}

export function titleOf(factor: CommonFactor): string {
  if (factor.type === 'node') return `Leases held on node ${factor.node} are renewed late`;
  if (factor.type === 'holder') return 'One holder renews its Leases late';
  return 'Leases are renewed late everywhere: the API server or etcd';
}

export function stepsFor(factor: CommonFactor): readonly NextStep[] {
  if (factor.type === 'node') {
    return [
      { text: 'See how the node is', command: `kubectl describe node ${quoted(factor.node)}` },
      {
        text: 'See what runs there',
        command: `kubectl get pods -A -o wide --field-selector ${quoted(`spec.nodeName=${factor.node}`)}`,
      },
    ];
  }
  if (factor.type === 'holder') {
    return [
      { text: `Look for the Pod of ${factor.holder}`, command: 'kubectl get pods -A -o wide' },
      { text: 'See whether it is short of CPU', command: 'kubectl top pods -A --sort-by=cpu' },
    ];
  }
  return API_SERVER;
}
