import { describe, expect, it } from 'vitest';
import { classify } from '../../lib/lease/classify.ts';

const base = {
  namespace: 'apps',
  name: 'x',
  holder: 'h',
  hasAcquireTime: true,
  hasRenewTime: true,
  hasTransitions: true,
  hasStrategy: false,
  ownedByNode: false,
  labels: null,
};

describe('classes, in the order of §6', () => {
  it.each([
    ['kube-node-lease', 'wa-03', { holder: 'wa-03' }, 'node-heartbeat'],
    ['kube-node-lease', 'wa-03', { holder: '', ownedByNode: true }, 'node-heartbeat'],
    ['kube-node-lease', 'k0s-ctrl-cp-1', {}, 'component-heartbeat'],
    ['kube-node-lease', 'k0s-endpoint-reconciler', {}, 'control-plane'],
    ['kube-system', 'apiserver-4x7bqtn2m6wkzr3ajd5hvpcgye', {}, 'apiserver'],
    ['kube-system', 'kube-apiserver-4x7bqtn2m6wkzr3ajd5hvpcgye', {}, 'apiserver'],
    [
      'kube-system',
      'whatever',
      { labels: { 'apiserver.kubernetes.io/identity': 'kube-apiserver' } },
      'apiserver',
    ],
    ['kube-system', 'apiserver-short', {}, 'controller'],
    ['kube-system', 'konnectivity-proxy-server-abc', {}, 'component-heartbeat'],
    ['kube-system', 'x', { labels: { 'k8s-app': 'konnectivity-server' } }, 'component-heartbeat'],
    ['kube-system', 'kube-controller-manager', {}, 'control-plane'],
    ['kube-system', 'kube-scheduler', {}, 'control-plane'],
    ['kube-system', 'cloud-controller-manager', {}, 'control-plane'],
    ['kube-system', 'cloud-provider-extraction-migration', {}, 'control-plane'],
    ['kube-system', 'leader-election-controller', { hasStrategy: true }, 'control-plane'],
    ['kube-system', 'k3s-etcd', {}, 'control-plane'],
    ['other', 'kube-scheduler', {}, 'controller'],
    ['knative-serving', 'controller.knative.dev.serving.pkg.reconciler.route.00-of-01', {}, 'sharded'],
    ['knative-serving', 'autoscaler-bucket-03-of-10', {}, 'sharded'],
    ['kube-system', 'plndr-cp-lock', {}, 'virtual-ip'],
    ['kube-system', 'kubevip-web', {}, 'virtual-ip'],
    ['kube-system', 'cilium-l2announce-ingress-nginx-public', {}, 'virtual-ip'],
    ['kube-system', 'external-attacher-leader-ebs-csi-aws-com', {}, 'csi'],
    ['kube-system', 'external-resizer-ebs-csi-aws-com', {}, 'csi'],
    ['kube-system', 'snapshot-controller-leader', {}, 'csi'],
    ['kube-system', 'disk-csi-azure-com', {}, 'csi'],
    ['kube-system', 'ebs-csi-aws-com', {}, 'csi'],
    ['kube-system', 'cilium-operator-resource-lock', {}, 'controller'],
    ['keda', 'operator.keda.sh', { hasAcquireTime: false, hasTransitions: false }, 'controller'],
    ['payments', '8f2c91ab.payments.example.com', {}, 'controller'],
    ['apps', 'foo', { hasAcquireTime: false, hasTransitions: false }, 'component-heartbeat'],
    ['apps', 'foo', { hasAcquireTime: false, hasTransitions: false, hasStrategy: true }, 'controller'],
    ['apps', 'foo', { hasTransitions: false }, 'controller'],
    ['apps', 'foo', { holder: '', hasAcquireTime: false, hasTransitions: true }, 'controller'],
    [
      'apps',
      'foo',
      { holder: '', hasAcquireTime: false, hasTransitions: false, hasRenewTime: false },
      'unknown',
    ],
  ] as const)('%s/%s %o is %s', (namespace, name, over, expected) => {
    expect(classify({ ...base, ...over, namespace, name })).toBe(expected);
  });
});
