/** The yardstick itself, checked by hand-made records. */
import { describe, expect, it } from 'vitest';
import { expectedHandovers, parseTruth, upTo, type Write } from './truth.ts';

let version = 0;
const write = (at: number, holder: string, over: Partial<Write> = {}): Write => ({
  event: 'MODIFIED',
  lease: 'a/b',
  uid: 'u1',
  resourceVersion: String(++version),
  holder,
  transitions: null,
  renewTime: String(at),
  at,
  ...over,
});
const of = (writes: Write[]) =>
  expectedHandovers(writes, 4_000).map((one) => [one.from, one.to, one.causes.join()]);

describe('the handovers that follow from writes', () => {
  it('knows the first holder, and that renewals are none', () =>
    expect(of([write(0, 'A', { event: 'ADDED' }), write(500, 'A'), write(1_000, 'A')])).toEqual([
      [null, 'A', 'first'],
    ]));
  it('tells silence from haste', () => {
    expect(of([write(0, 'A'), write(5_000, 'B')])[1]).toEqual(['A', 'B', 'expiry']);
    expect(of([write(0, 'A'), write(500, 'A'), write(800, 'thief', { renewTime: '500' })])[1]).toEqual([
      'A',
      'thief',
      'early',
    ]);
  });
  it('leaves open what whole seconds cannot tell', () =>
    expect(of([write(0, 'A'), write(3_500, 'B')])[1]).toEqual(['A', 'B', 'early,expiry']));
  it('knows that who takes a released Lease by hand has it for the second that the release left', () => {
    const stolen = write(500, 'thief', { renewTime: '9' });
    const writes = [write(0, 'A'), write(9, ''), stolen, write(2_500, 'B'), write(5_000, 'C')];
    expect(of(writes).slice(1)).toEqual([
      ['A', 'thief', 'release'],
      ['thief', 'B', 'expiry'],
      ['B', 'C', 'early'],
    ]);
  });
  it('knows what the counter rose by, and when the tenure before ended; not across two objects', () => {
    const released = write(9, '', { transitions: 4 });
    const taken = write(20, 'B', { transitions: 5 });
    const again = write(40, 'C', { event: 'ADDED', uid: 'u2', transitions: 0 });
    const writes = [write(0, 'A', { transitions: 4 }), released, taken, again];
    expect(
      expectedHandovers(writes, 4_000).map(({ counted, endedAt, at }) => [counted, endedAt, at]),
    ).toEqual([
      [null, 0, 0],
      [1, 9, 20],
      [null, 40, 40],
    ]);
  });
  it('completes a release, also by the same holder', () =>
    expect(of([write(0, 'A'), write(9, ''), write(20, 'A'), write(30, ''), write(40, 'B')]).slice(1)).toEqual(
      [
        ['A', 'A', 'release'],
        ['A', 'B', 'release'],
      ],
    ));
  it('sees another object, deleted while held or after a release', () => {
    const gone = write(9, 'A', { event: 'DELETED' });
    const again = write(20, 'A', { event: 'ADDED', uid: 'u2' });
    expect(of([write(0, 'A'), gone, again])[1]).toEqual(['A', 'A', 'recreated']);
    expect(of([write(0, 'A'), write(5, ''), gone, again])[1]).toEqual(['A', 'A', 'recreated']);
    expect(of([write(0, 'A'), again])[1]).toEqual(['A', 'A', 'recreated']);
  });
});

it('reads the record and leaves out a line that is not whole', () => {
  const line =
    '{"type":"write","event":"ADDED","lease":"a/b","uid":"u","resourceVersion":"7","holder":"A","at":1}';
  const truth = parseTruth(`${line}\n{"type":"action","do":"crash","lease":"a/b","at":2}\n{"type":"wri`);
  expect(truth.writes.get('a/b')).toHaveLength(1);
  expect(truth.actions).toHaveLength(1);
  expect(upTo(truth.writes.get('a/b') ?? [], '7')).toHaveLength(1);
  expect(upTo(truth.writes.get('a/b') ?? [], '8')).toBeNull();
});
