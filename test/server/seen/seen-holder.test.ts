import { describe, expect, it } from 'vitest';
import type { HolderReading } from '../../../lib/server/leases/holder-places.ts';
import { seenLookUp, seenReading, seenRow as seenRowOf } from '../../../lib/server/seen/seen-holder.ts';
import type { Sight } from '../../../lib/server/sight.ts';
import type { LeaseRow } from '../../../lib/view/lease-row.ts';
import { leaseRow } from '../../../lib/view/rows.ts';
import { LIVE, tracked } from '../leases/lease-builders.ts';

const SIGHT = new Set(['team']);
const seenRow = (row: LeaseRow, sight: Sight) =>
  seenRowOf(row, sight, (_, by) => [by === null ? 'all' : 'own']);
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
  it('is told of a Pod of a namespace that is seen, with its node', () => {
    for (const ref of [podIn('team'), null]) expect(seenRow(row(ref), SIGHT).holderRef).toEqual(ref);
    for (const reading of [gone('team'), { type: 'unknown' as const }])
      expect(seenReading(reading, SIGHT)).toBe(reading);
  });
  it('is told of a Node by itself to who sees the heartbeats of nodes, whoever names it as a holder', () => {
    expect(seenRow(row(NODE), SIGHT).holderRef).toBeNull();
    expect(seenReading(gone(null), SIGHT)).toEqual({ type: 'unknown' });
    for (const sight of [new Set(['team', 'kube-node-lease']), null]) {
      expect(seenRow(row(NODE), sight).holderRef).toEqual(NODE);
      expect(seenReading(gone(null), sight)).toEqual(gone(null));
    }
  });
  it('is not told of any other Pod, but to who sees everything', () => {
    expect(seenRow(row(podIn('other')), SIGHT).holderRef).toBeNull();
    expect(seenRow(row(podIn('other')), null).holderRef).toEqual(podIn('other'));
    expect(seenReading(gone('other'), SIGHT)).toEqual({ type: 'unknown' });
    expect(seenReading(gone('other'), null)).toEqual(gone('other'));
  });
});

describe('a row', () => {
  it('names the alerts that are seen', () => {
    expect(seenRow(row(null), SIGHT).alerts).toEqual(['own']);
    const one = row(null);
    expect(seenRow(one, null)).toBe(one);
  });
});

describe('why a holder could not be looked up', () => {
  const DENIED = 'pods "p" is forbidden in the namespace "other"';
  async function told(reading: HolderReading, sight: Sight): Promise<string[]> {
    const words: string[] = [];
    const tell = { pod: (why: string) => words.push(`pod: ${why}`), node: () => undefined };
    await seenLookUp(sight, tell, async ({ pod }) => {
      pod(DENIED);
      pod(DENIED);
      return reading;
    });
    return words;
  }
  it('is told in words that name nobody, and nothing at all of a Pod that is not seen', async () => {
    expect(await told({ type: 'unknown' }, SIGHT)).toEqual([expect.stringMatching(/^pod: (?!.*other)/)]);
    expect(await told(gone('other'), SIGHT)).toEqual([]);
    expect(await told({ type: 'unknown' }, null)).toEqual([`pod: ${DENIED}`, `pod: ${DENIED}`]);
  });
});
