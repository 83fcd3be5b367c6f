/** Raw Leases and watch events as an API server sends them. */
export type RawLeaseWishes = {
  name?: string;
  namespace?: string;
  version?: string;
  holder?: string;
  /** The API server's stamp, ISO with whole seconds. */
  written?: string;
};

export function rawLease(wishes: RawLeaseWishes = {}): Record<string, unknown> {
  const { name = 'scheduler', namespace = 'kube-system', version = '10', holder = 'node-a_1' } = wishes;
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name,
      namespace,
      uid: `uid-of-${name}`,
      resourceVersion: version,
      creationTimestamp: '2026-05-04T09:00:00Z',
      managedFields: [
        {
          manager: 'elector',
          operation: 'Update',
          time: wishes.written ?? '2026-05-04T09:59:00Z',
          fieldsV1: { 'f:spec': { 'f:renewTime': {} } },
        },
      ],
    },
    spec: { holderIdentity: holder, leaseDurationSeconds: 15, renewTime: '2026-05-04T09:59:00.000000Z' },
  };
}

export function event(type: string, object: unknown): Record<string, unknown> {
  return { type, object };
}

export function modified(wishes: RawLeaseWishes): Record<string, unknown> {
  return event('MODIFIED', rawLease(wishes));
}

export function bookmark(version: string, annotations?: Record<string, string>): Record<string, unknown> {
  return event('BOOKMARK', {
    kind: 'Lease',
    metadata: { resourceVersion: version, ...(annotations && { annotations }) },
  });
}

export function errorEvent(code: number, message: string, reason = ''): Record<string, unknown> {
  return event('ERROR', { kind: 'Status', status: 'Failure', message, reason, code });
}
