import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLease } from '../../lib/lease/decode.ts';
import { lease, rawLease, stamp, T0 } from './builders.ts';

describe('decoding (§1: every spec field is optional and may be absent)', () => {
  it('reads a whole Lease, microseconds kept', () => {
    expect(lease({ resourceVersion: '7', renewedAt: T0 + 0.25, transitions: 3 })).toMatchObject({
      namespace: 'apps',
      name: 'controller-lock',
      resourceVersion: '7',
      holder: 'a',
      durationSeconds: 15,
      renewTime: '2026-06-01T03:00:00.000250Z',
      transitions: 3,
      serverTime: stamp(T0),
    });
  });
  it('an object without spec is a Lease of which nothing is known', () => {
    const { spec: _, ...bare } = rawLease();
    expect(decodeLease(bare)).toMatchObject({
      holder: '',
      durationSeconds: null,
      renewTime: null,
      transitions: null,
    });
  });
  it.each([0, -1, '15', Number.NaN, null, {}])('a duration of %o is no duration', (leaseDurationSeconds) => {
    expect(decodeLease({ ...rawLease(), spec: { leaseDurationSeconds } })?.durationSeconds).toBeNull();
  });
  it('"" and absent both mean that nobody holds it', () => {
    expect(lease({ holder: '' }).holder).toBe('');
    expect(lease({ holder: null }).holder).toBe('');
  });
  it('§8: the stamp of a renewal is that of the entry that owns f:renewTime', () => {
    const edited = lease({ writtenAt: T0 + 9000, renewStampAt: T0 });
    expect(edited.serverTime).toBe(stamp(T0));
    expect(edited.writtenTime).toBe(stamp(T0 + 9000));
    expect(lease({ writtenAt: null, renewedAt: T0 }).serverTime).toBeNull();
  });
  it.each([
    null,
    1,
    'x',
    [],
    {},
    { metadata: null },
    { metadata: { name: 'x' } },
    { metadata: { name: 1, namespace: 'a', uid: 'u', resourceVersion: '1' } },
  ])('%o cannot be told apart from others, so it is refused', (raw) => expect(decodeLease(raw)).toBeNull());
  it('is total: whatever a field holds, there is an answer', () => {
    const anything = fc.anything();
    const shape = fc.record(
      {
        metadata: fc.record(
          {
            namespace: fc.constant('a'),
            name: fc.constant('b'),
            uid: fc.constant('c'),
            resourceVersion: fc.constant('1'),
            managedFields: fc.oneof(
              anything,
              fc.array(
                fc.record({
                  time: anything,
                  fieldsV1: fc.oneof(anything, fc.record({ 'f:spec': anything })),
                }),
              ),
            ),
            ownerReferences: anything,
            labels: anything,
            creationTimestamp: anything,
          },
          { requiredKeys: ['namespace', 'name', 'uid', 'resourceVersion'] },
        ),
        spec: fc.oneof(
          anything,
          fc.record({
            holderIdentity: anything,
            leaseDurationSeconds: anything,
            acquireTime: anything,
            renewTime: anything,
            leaseTransitions: anything,
            strategy: anything,
            preferredHolder: anything,
          }),
        ),
      },
      { requiredKeys: ['metadata'] },
    );
    fc.assert(
      fc.property(shape, (raw) => {
        const record = decodeLease(raw);
        expect(record).not.toBeNull();
        expect(typeof record?.holder).toBe('string');
      }),
    );
    fc.assert(fc.property(anything, (raw) => void decodeLease(raw)));
  });
});
