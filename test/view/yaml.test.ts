import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { toYaml } from '../../lib/view/yaml.ts';

describe('toYaml', () => {
  test('a Lease reads like kubectl’s', () => {
    const lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: {
        name: 'kube-scheduler',
        labels: { 'app.kubernetes.io/name': 'x', yes: 'no' },
        ownerReferences: [{ kind: 'Node', controller: true }, 'odd', [1, 2], []],
        managedFields: [],
        fields: { 'f:spec': {} },
      },
      spec: {
        holderIdentity: 'cp-1_5f0e',
        leaseDurationSeconds: 15,
        renewTime: '2026-11-22T03:12:40.123456Z',
        leaseTransitions: null,
        version: '1',
      },
    };
    expect(toYaml(lease)).toBe(`apiVersion: coordination.k8s.io/v1
kind: Lease
metadata:
  name: kube-scheduler
  labels:
    app.kubernetes.io/name: x
    "yes": "no"
  ownerReferences:
  - kind: Node
    controller: true
  - odd
  - - 1
    - 2
  - []
  managedFields: []
  fields:
    "f:spec": {}
spec:
  holderIdentity: cp-1_5f0e
  leaseDurationSeconds: 15
  renewTime: "2026-11-22T03:12:40.123456Z"
  leaseTransitions: null
  version: "1"
`);
  });

  test.each([
    ['', '""'],
    ['null', '"null"'],
    ['on', '"on"'],
    ['a: b', '"a: b"'],
    ['a #b', '"a #b"'],
    ['two\nlines', '"two\\nlines"'],
    ['1e3', '"1e3"'],
    ['-', '"-"'],
    ['a:', '"a:"'],
    ['trailing ', '"trailing "'],
    ['system:node:cp-1', 'system:node:cp-1'],
    ['a\u00adb\u061c', '"a\\u00adb\\u061c"'],
    ['a\u{e0041}b', '"a\\U000e0041b"'],
  ])('%j is written as %s', (text, yaml) => {
    expect(toYaml({ key: text })).toBe(`key: ${yaml}\n`);
  });

  test('nothing breaks it, and no string of it makes a line of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(toYaml({ [text]: text }).split(/[\n\r\u0085\u2028\u2029]/)).toHaveLength(2);
      }),
    );
    fc.assert(fc.property(fc.jsonValue(), (value) => toYaml(value).endsWith('\n')));
  });

  test('it reads back as what was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(load(toYaml({ key: text }))).toEqual({ key: text });
      }),
    );
    for (const text of ['\u00ad', '\u{e0041}', '\u{1d173}🚀', '\u2028', '\u007f'])
      expect(load(toYaml({ key: text }))).toEqual({ key: text });
  });
});
