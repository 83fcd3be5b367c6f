import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHolderNodes, HUES, preferredHue } from '../../lib/view/hue.ts';

type Told = readonly [identity: string, node: string];
const told = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('n-1', 'n-2', 'n-3')));

function nodesOf(past: readonly Told[], present: readonly Told[], presentFirst: boolean): (string | null)[] {
  const nodes = createHolderNodes();
  if (presentFirst) nodes.present(present);
  for (const [identity, node] of past) nodes.past(identity, node);
  if (!presentFirst) nodes.present(present);
  return ['a', 'b', 'c'].map(nodes.nodeOf);
}

test('a hue is a function of its key: it stays what it was in every version', () => {
  expect(['cp-1', 'cp-2', 'cp-3', 'wa-01', 'wb-04'].map(preferredHue)).toEqual([1, 2, 7, 4, 8]);
});

test('nodes that are numbered look different from each other', () => {
  for (const name of ['cp-', 'node-', 'ip-10-0-1-'])
    expect(new Set(HUES.map((number) => preferredHue(`${name}${number}`))).size).toBe(HUES.length);
});

test('in whatever order nodes are told, a holder has the same', () => {
  fc.assert(
    fc.property(told, told, fc.boolean(), (past, present, presentFirst) => {
      const once = nodesOf(past, present, true);
      expect(nodesOf([...past].reverse(), [...present].reverse(), presentFirst)).toEqual(once);
    }),
  );
});

test('what present Leases say comes before what was said of the past, and what is new before what is old', () => {
  const nodes = createHolderNodes();
  nodes.past('a', 'n-1');
  nodes.present([['a', 'n-3']]);
  expect(nodes.nodeOf('a')).toBe('n-3');
  nodes.present([['a', 'n-4']]);
  nodes.present([]);
  expect(nodes.nodeOf('a')).toBe('n-4');
  expect(nodes.nodeOf('b')).toBeNull();
});
