import { describe, expect, it } from 'vitest';
import type { HolderReading } from '../../lib/server/holder-places.ts';
import { seenReading, seenRow } from '../../lib/server/seen-holder.ts';
import { leaseRow } from '../../lib/view/rows.ts';
import { LIVE, tracked } from './lease-builders.ts';

const SIGHT = new Set(['team']);
const NODE = { kind: 'Node' as const, namespace: null, name: 'n', uid: null, node: 'n' };
const podIn = (namespace: string) => ({ kind: 'Pod' as const, namespace, name: 'p', uid: 'u', node: 'n' });
const gone = (podNamespace: string | null): HolderReading => ({
  type: 'gone',
  place: {
    ...{ identity: 'p_1', podNamespace, podName: 'p', podUid: 'u', node: 'n' },
    ...{ ownerKind: null, ownerName: null, resolvedAt: 0 },
  },
});
const row = (holderRef: ReturnType<typeof podIn> | typeof NODE | null) => ({
  ...leaseRow(tracked({ name: 'a' }), 0, LIVE),
  holderRef,
});

describe('where a holder runs', () => {
  it('is told of a Pod of a namespace that is seen, and of a Node', () => {
    for (const ref of [podIn('team'), NODE, null]) expect(seenRow(row(ref), SIGHT).holderRef).toEqual(ref);
    for (const reading of [gone('team'), gone(null), { type: 'unknown' as const }])
      expect(seenReading(reading, SIGHT)).toBe(reading);
  });
  it('is not told of any other Pod, but to who sees everything', () => {
    expect(seenRow(row(podIn('other')), SIGHT).holderRef).toBeNull();
    expect(seenRow(row(podIn('other')), null).holderRef).toEqual(podIn('other'));
    expect(seenReading(gone('other'), SIGHT)).toEqual({ type: 'unknown' });
    expect(seenReading(gone('other'), null)).toEqual(gone('other'));
  });
});
