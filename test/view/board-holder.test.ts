import { expect, test } from 'vitest';
import { holderLabel, stripIdentity } from '../../lib/view/board-holder.ts';

// Field guide §2, "Identity → Pod".
test.each([
  ['cp-1_5f0e6a3c-1b2c-4d3e-8f90-0123456789ab', 'cp-1'],
  ['cert-manager-7c9d8b6f5-4nvxs-external-cert-manager-controller', 'cert-manager-7c9d8b6f5-4nvxs'],
  ['cilium-operator-7d9c5bf6b8-k2x4p-ABcdEFghIJ', 'cilium-operator-7d9c5bf6b8-k2x4p'],
  ['ingress-nginx-controller-7b5d6c4f9-x8d2k', 'ingress-nginx-controller-7b5d6c4f9-x8d2k'],
  ['_5f0e6a3c-1b2c-4d3e-8f90-0123456789ab', '_5f0e6a3c-1b2c-4d3e-8f90-0123456789ab'],
  ['', ''],
])('%s is shown as %s', (identity, shown) => {
  expect(stripIdentity(identity)).toBe(shown);
});

test('hue by node where the Pod is known, else by identity; nobody has none', () => {
  const ref = { kind: 'Pod' as const, namespace: 'x', name: 'pod-a', uid: null, node: 'wa-03' };
  expect(holderLabel({ holder: 'pod-a_x', holderRef: ref })).toMatchObject({
    shown: 'pod-a',
    hueKey: 'wa-03',
  });
  expect(holderLabel({ holder: 'pod-a', holderRef: null })).toMatchObject({ node: null, hueKey: 'pod-a' });
  expect(holderLabel({ holder: null, holderRef: null })).toBeNull();
});
