/** The Pods of the demo cluster whose processes elect leaders, and the Nodes they run on. */
import type { WorkloadSpec } from './workload.ts';

type Extra = Partial<Pick<WorkloadSpec, 'kind' | 'hostNetwork' | 'container'>>;

function workload(
  namespace: string,
  name: string,
  image: string,
  replicas: string,
  extra: Extra = {},
): WorkloadSpec {
  return {
    namespace,
    name,
    kind: extra.kind ?? 'deployment',
    hostNetwork: extra.hostNetwork ?? false,
    container: extra.container ?? name,
    image,
    replicas: replicas.split(' ').map((replica) => {
      const [pod = '', node = ''] = replica.split('@');
      return { pod: pod.startsWith('-') ? name + pod : pod, node };
    }),
  };
}

const HOST = { hostNetwork: true };
const STATIC = { kind: 'static', hostNetwork: true } as const;
const EVERY_CP = '-cp-1@cp-1 -cp-2@cp-2 -cp-3@cp-3';

export const WORKLOADS: readonly WorkloadSpec[] = [
  workload('kube-system', 'kube-apiserver', 'kube-apiserver:v1.34.2', EVERY_CP, STATIC),
  workload('kube-system', 'kube-controller-manager', 'kube-controller-manager:v1.34.2', EVERY_CP, STATIC),
  workload('kube-system', 'kube-scheduler', 'kube-scheduler:v1.34.2', EVERY_CP, STATIC),
  workload('kube-system', 'kube-vip', 'kube-vip:v1.0.1', EVERY_CP, STATIC),
  workload(
    'kube-system',
    'cloud-controller-manager',
    'cloud-controller-manager:v1.34.0',
    '-8mq2v@cp-3 -5tz7d@cp-1 -r4wkx@cp-2',
    { kind: 'daemonset', ...HOST },
  ),
  workload('kube-system', 'cilium', 'cilium:v1.18.4', '-wq4m7@wb-11 -n2hzk@wa-03 -t9vxc@wc-02', {
    kind: 'daemonset',
    ...HOST,
    container: 'cilium-agent',
  }),
  workload(
    'kube-system',
    'cilium-operator',
    'cilium-operator:v1.18.4',
    '-7d9c5bf6b8-k2x4p@wb-04 -7d9c5bf6b8-fz6ql@wa-05',
    HOST,
  ),
  workload(
    'kube-system',
    'ebs-csi-controller',
    'aws-ebs-csi-driver:v1.50.1',
    '-6d5f8b9c7-h8w2k@wb-11 -6d5f8b9c7-m4t9s@wa-07',
    { container: 'csi-provisioner' },
  ),
  workload(
    'kube-system',
    'snapshot-controller',
    'snapshot-controller:v8.3.0',
    '-66d4c9f5b-nq8zt@wc-02 -66d4c9f5b-v7k2j@wb-08',
  ),
  workload(
    'argo-rollouts',
    'argo-rollouts',
    'argo-rollouts:v1.8.3',
    '-6f9c7d5b84-pw7tn@wb-11 -6f9c7d5b84-c5xgd@wa-07',
  ),
  workload(
    'cert-manager',
    'cert-manager-cainjector',
    'cert-manager-cainjector:v1.19.1',
    '-5c7bb9d6f-2hlqd@wc-02 -5c7bb9d6f-x6r8w@wb-11',
  ),
  workload(
    'cert-manager',
    'cert-manager',
    'cert-manager-controller:v1.19.1',
    '-7c9d8b6f5-4nvxs@wa-03 -7c9d8b6f5-j2zqm@wc-02',
    { container: 'cert-manager-controller' },
  ),
  workload(
    'crossplane-system',
    'crossplane',
    'crossplane:v2.1.0',
    '-6d8f4c9b57-zk9rm@wa-03 -6d8f4c9b57-t4hvp@wa-07',
  ),
  workload(
    'ingress-nginx',
    'ingress-nginx-controller',
    'ingress-nginx-controller:v1.14.0',
    '-7b5d6c4f9-x8d2k@wb-11 -7b5d6c4f9-q5wnz@wc-05',
    { container: 'controller' },
  ),
  workload('karpenter', 'karpenter', 'karpenter:1.8.1', '-6b7f9c8d4-x2x9q@wc-02 -6b7f9c8d4-m7p4t@wa-05', {
    container: 'controller',
  }),
  workload('keda', 'keda-operator', 'keda:2.18.1', '-5c8d9f7b6d-tq7mz@wb-04 -5c8d9f7b6d-w2k9c@wa-07'),
  workload('kafka', 'strimzi-cluster-operator', 'strimzi-operator:0.49.0', '-68c6fd7c5b-jx9fw@wa-03'),
  workload(
    'payments',
    'ledger-operator-controller-manager',
    'ledger-operator:2.7.1',
    '-7f6b9d8c5-lw4hb@wb-11 -7f6b9d8c5-s8z5v@wc-09',
    { container: 'manager' },
  ),
  workload(
    'knative-serving',
    'autoscaler',
    'knative-autoscaler:v1.20.0',
    '-6c9b7d84f5-d7h4x@wa-03 -6c9b7d84f5-k9s2w@wb-08 -6c9b7d84f5-z4m6p@wc-17',
  ),
  workload(
    'tekton-pipelines',
    'tekton-pipelines-controller',
    'tekton-pipelines-controller:v1.6.0',
    '-5f57c9dbb8-r6m4s@wb-04',
  ),
];
