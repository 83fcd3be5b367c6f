import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeptRecord } from '../../lib/lease/kept-record.ts';
import type { LeaseRecord } from '../../lib/lease/record.ts';
import { lease, microTime, stamp, T0 } from './builders.ts';

const ms = fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) });
const time = fc.oneof(
  fc.constant(null),
  fc.string(),
  ms.map(stamp),
  fc
    .tuple(ms, fc.integer({ min: 0, max: 999 }))
    .map(([at, us]) => microTime(at).replace('000Z', `${String(us).padStart(3, '0')}Z`)),
  fc.constantFrom(
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999Z',
    '2026-02-31T00:00:00Z',
    '2026-06-01T03:00:00.5Z',
    '2026-06-01T03:00:00+02:00',
  ),
);
const version = fc.oneof(
  fc.nat().map(String),
  fc.constantFrom('0', '007', '9007199254740993', 'abc', '1e3', '12 '),
);
const record: fc.Arbitrary<LeaseRecord> = fc
  .record({
    resourceVersion: version,
    renewTime: time,
    acquireTime: time,
    serverTime: time,
    writtenTime: time,
    holder: fc.string(),
    transitions: fc.option(fc.nat()),
    annotations: fc.option(
      fc.record({
        expectedIntervalMs: fc.option(fc.nat(9)),
        silenceUntil: fc.option(fc.nat(9)),
        class: fc.constantFrom(null, 'csi' as const),
        faults: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
      }),
    ),
  })
  .map((fields) => ({ ...lease(), ...fields }));

describe('a Lease kept in numbers', () => {
  it('says to the letter what it was given, also after other versions', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 4 }), (versions) => {
        const kept = new KeptRecord(versions[0] ?? lease());
        for (const next of versions) {
          kept.take(next);
          expect(kept.snapshot()).toEqual(next);
        }
      }),
    );
  });
  it('compares as the strings would', () => {
    fc.assert(
      fc.property(record, record, (a, b) => {
        const kept = new KeptRecord(a);
        expect(kept.sameRenewTime(b)).toBe(a.renewTime === b.renewTime);
        expect(kept.sameServerTime(b)).toBe(a.serverTime === b.serverTime);
        expect(kept.sameSpec({ ...a, resourceVersion: 'other', serverTime: null })).toBe(true);
      }),
    );
  });
  it('§9: a label or an annotation is no change of spec, a microsecond of renewTime is', () => {
    const kept = new KeptRecord(lease({ resourceVersion: '1' }));
    expect(kept.sameSpec(lease({ resourceVersion: '2', labels: { a: 'b' } }))).toBe(true);
    expect(kept.sameSpec(lease({ renewedAt: T0 + 0.001 }))).toBe(false);
  });
});
