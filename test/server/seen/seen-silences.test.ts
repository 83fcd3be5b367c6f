import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MATCHER_FIELDS, matches } from '../../../lib/alert/silence.ts';
import { SEVERITIES } from '../../../lib/detect/finding.ts';
import { createSilencing } from '../../../lib/server/alerts/silencing.ts';
import { isSeenSilence, seenSilences } from '../../../lib/server/seen/seen-silences.ts';

const T0 = 1_800_000_000_000;
const namespaces = ['a', 'b', 'ab', 'kube-node-lease'];
const matcher = fc.record({
  field: fc.constantFrom(...MATCHER_FIELDS),
  value: fc.constantFrom(...namespaces, '*', 'a*', '*b', 'vacant'),
});

function setUp() {
  let made = 0;
  return createSilencing({
    store: { record: () => undefined, read: async () => [] },
    apply: () => undefined,
    newId: () => `s${++made}`,
    now: () => T0,
    timers: { every: () => () => undefined },
  });
}
const wanted = (...values: string[]) => ({
  matchers: values.map((value) => ({ field: 'namespace' as const, value })),
  until: T0 + 60_000,
  author: '',
  comment: 'why',
});

describe('a silence that is seen', () => {
  it('silences nothing that is not', () =>
    fc.assert(
      fc.property(
        fc.array(matcher, { minLength: 1, maxLength: 4 }),
        fc.subarray(namespaces),
        fc.constantFrom(...namespaces, null),
        fc.constantFrom(...SEVERITIES),
        (matchers, sight, namespace, severity) => {
          const seen = new Set(sight);
          fc.pre(isSeenSilence({ matchers }, seen));
          const fitsAt = (node: string | null) => {
            const subject = { namespace, name: 'a', node, holder: 'ab' };
            return matches({ matchers }, { finding: { rule: 'vacant', severity, subject } });
          };
          const fits = fitsAt('b');
          expect(!fits || (namespace !== null && seen.has(namespace))).toBe(true);
          // Nor does it tell where a holder runs: of heartbeats alone the node is no secret.
          if (namespace !== 'kube-node-lease') expect(['ab', null].map(fitsAt)).toEqual([fits, fits]);
        },
      ),
    ));
});

describe('silences of a viewer who sees some namespaces', () => {
  const all = setUp();
  const other = all.make(wanted('b'));
  const wide = all.make(wanted('a*'));
  const mine = seenSilences(all, new Set(['a']));

  it('are made, listed and ended where they name one of them', () => {
    const made = mine.make(wanted('a'));
    expect(mine.all()).toEqual([made]);
    expect(mine.end(made.id)).toMatchObject({ id: made.id, until: T0 });
  });
  it.each([['b'], ['a*'], ['*']])('are refused with words for %s', (value) => {
    expect(() => mine.make(wanted(value))).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });
  it('are refused where they name no namespace', () => {
    const matchers = [{ field: 'rule' as const, value: 'vacant' }];
    expect(() => mine.make({ ...wanted(), matchers })).toThrow(
      expect.objectContaining({ code: 'forbidden' }),
    );
  });
  it('are refused with a node, by which a holder would be found, but for heartbeats', () => {
    const atNode = (namespace: string) => ({
      ...wanted(namespace),
      matchers: [...wanted(namespace).matchers, { field: 'node' as const, value: 'w*' }],
    });
    const nodes = seenSilences(all, new Set(['a', 'kube-node-lease']));
    expect(() => nodes.make(atNode('a'))).toThrow(expect.objectContaining({ code: 'forbidden' }));
    const others = all.make(atNode('a'));
    expect(nodes.all()).not.toContain(others);
    const made = nodes.make(atNode('kube-node-lease'));
    expect(nodes.all()).toContain(made);
    nodes.end(made.id);
  });
  it('do not exist otherwise, and end as one that never was', () => {
    const refusal = (id: string) => {
      try {
        return mine.end(id);
      } catch (error) {
        return String(error);
      }
    };
    expect(refusal(other.id)).toBe(refusal('never'));
    expect(refusal(wide.id)).toBe(refusal('never'));
    expect(all.get(other.id)).toEqual(other);
  });
  it('are those of all for who sees everything', () => expect(seenSilences(all, null)).toBe(all));
});
