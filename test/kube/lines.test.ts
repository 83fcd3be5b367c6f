import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineCutter } from '../../lib/kube/lines.ts';
import { slimFields } from '../../lib/kube/slim-fields.ts';

const unexpected = (): void => expect.unreachable('no line is too long');

describe('lines', () => {
  it('come out whole, however the bytes are cut', () => {
    const line = fc.string({ unit: 'binary', minLength: 1 }).map((text) => JSON.stringify(text));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat({ max: 40 })), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((one) => `${one}\n`).join(''));
        const got: string[] = [];
        const cutter = createLineCutter((one) => got.push(one), unexpected);
        let from = 0;
        for (const length of [...cuts, bytes.length]) {
          cutter.push(bytes.subarray(from, from + length));
          from += length;
        }
        expect(got).toEqual(lines);
      }),
    );
  });

  it('keeps nothing of a chunk whose memory is used again', () => {
    const got: string[] = [];
    const cutter = createLineCutter((one) => got.push(one), unexpected);
    const chunk = Buffer.from('"first"\n"sec');
    cutter.push(chunk);
    chunk.fill(0);
    cutter.push(Buffer.from('ond"\n"cut'));
    expect(got).toEqual(['"first"', '"second"']);
  });
});

describe('slim fields', () => {
  const owner = (uid: string): unknown => ({ 'f:ownerReferences': { '.': {}, [`k:{"uid":"${uid}"}`]: {} } });
  const UID = '4b241101-e2bb-4255-8caf-000000000001';

  it("leaves out the owner's key of a kubelet's Lease and nothing else", () => {
    const spec = { 'f:spec': { 'f:renewTime': {} } };
    const whole = JSON.stringify({ a: '\\"', fieldsV1: { 'f:metadata': owner(UID), ...spec }, b: 1 });
    expect(JSON.parse(slimFields(whole))).toEqual({ a: '\\"', fieldsV1: spec, b: 1 });
  });

  it.each([
    ['another kind of uid', JSON.stringify({ 'f:metadata': owner('short'), z: 1 })],
    [
      'the text inside a string',
      JSON.stringify({ note: JSON.stringify({ 'f:metadata': owner(UID), z: 1 }) }),
    ],
    ['nothing to leave out', '{"type":"BOOKMARK"}'],
    ['the last of its object', JSON.stringify({ 'f:metadata': owner(UID) })],
  ])('leaves alone: %s', (_, line) => {
    expect(slimFields(line)).toBe(line);
  });
});
