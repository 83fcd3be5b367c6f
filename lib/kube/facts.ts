/** What is shown of Pods, Nodes, Events and candidates; decoded totally, whatever the API server sends. */
import type { Candidate, LeaseEvent, NodeFacts, PodFacts } from '../view/lease-detail.ts';
import { child, count, isRaw, list, type Raw, text } from './raw.ts';

export function podFacts(raw: unknown): PodFacts | null {
  const metadata = child(raw, 'metadata');
  const name = text(metadata, 'name');
  const namespace = text(metadata, 'namespace');
  if (name === null || namespace === null) return null;
  const status = child(raw, 'status');
  const owner = list(metadata, 'ownerReferences').find(
    (reference) => isRaw(reference) && reference.controller === true,
  );
  const kind = text(owner, 'kind');
  const ownerName = text(owner, 'name');
  return {
    namespace,
    name,
    uid: text(metadata, 'uid') ?? '',
    node: text(child(raw, 'spec'), 'nodeName'),
    phase: text(status, 'phase'),
    ready: condition(status, 'Ready'),
    restarts: list(status, 'containerStatuses').reduce<number>(
      (sum, one) => sum + (count(one, 'restartCount') ?? 0),
      0,
    ),
    startedAt: time(status, 'startTime'),
    containersSince: containersSince(status),
    owner: kind === null || ownerName === null ? null : { kind, name: ownerName },
    serviceAccount: text(child(raw, 'spec'), 'serviceAccountName'),
  };
}

export function nodeFacts(raw: unknown): NodeFacts | null {
  const name = text(child(raw, 'metadata'), 'name');
  if (name === null) return null;
  return {
    name,
    ready: condition(child(raw, 'status'), 'Ready'),
    unschedulable: child(raw, 'spec').unschedulable === true || isLeaving(raw),
  };
}

/** What autoscalers put on a node before they take it away, without a cordon; none of these is put on one that fails. */
const LEAVING_TAINTS: readonly string[] = [
  'ToBeDeletedByClusterAutoscaler',
  'karpenter.sh/disrupted',
  'karpenter.sh/disruption',
];

/** Somebody takes it away: nothing is scheduled there any more, and it is going to be silent. */
function isLeaving(raw: unknown): boolean {
  if (text(child(raw, 'metadata'), 'deletionTimestamp') !== null) return true;
  return list(child(raw, 'spec'), 'taints').some((taint) =>
    LEAVING_TAINTS.includes(text(taint, 'key') ?? ''),
  );
}

export function leaseEvent(raw: unknown): LeaseEvent {
  return {
    at: time(raw, 'lastTimestamp') ?? time(raw, 'eventTime') ?? time(raw, 'firstTimestamp'),
    reason: text(raw, 'reason') ?? '',
    message: text(raw, 'message') ?? '',
    type: text(raw, 'type') ?? '',
    source: text(child(raw, 'source'), 'component') ?? text(raw, 'reportingComponent'),
    count: Math.max(1, count(raw, 'count') ?? count(child(raw, 'series'), 'count') ?? 1),
  };
}

/** Null when it is a candidate for another Lease. */
export function candidateFor(leaseName: string, raw: unknown): Candidate | null {
  const spec = child(raw, 'spec');
  const name = text(child(raw, 'metadata'), 'name');
  if (name === null || text(spec, 'leaseName') !== leaseName) return null;
  return { name, renewTime: text(spec, 'renewTime'), binaryVersion: text(spec, 'binaryVersion') };
}

/** Since when all of its containers have run without a restart; null unless every one of them runs. */
function containersSince(status: Raw): number | null {
  const starts = list(status, 'containerStatuses').map((one) =>
    time(child(child(one, 'state'), 'running'), 'startedAt'),
  );
  const known = starts.filter((at) => at !== null);
  return starts.length === 0 || known.length < starts.length ? null : Math.max(...known);
}

/** True, false, or null when the condition is absent or Unknown. */
function condition(status: Raw, type: string): boolean | null {
  const found = list(status, 'conditions').find((one) => text(one, 'type') === type);
  const value = text(found, 'status');
  return value === 'True' ? true : value === 'False' ? false : null;
}

function time(value: unknown, key: string): number | null {
  const written = text(value, key);
  const at = written === null ? Number.NaN : Date.parse(written);
  return Number.isNaN(at) ? null : at;
}
