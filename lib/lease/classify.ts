/** Which kind of Lease this is, tested in the order of field guide §6. */
import type { LeaseClass } from './record.ts';

export type ClassInput = {
  namespace: string;
  name: string;
  holder: string;
  hasAcquireTime: boolean;
  hasRenewTime: boolean;
  hasTransitions: boolean;
  hasStrategy: boolean;
  ownedByNode: boolean;
  labels: Readonly<Record<string, unknown>> | null;
};

const CONTROL_PLANE = new Set([
  'kube-controller-manager',
  'kube-scheduler',
  'cloud-controller-manager',
  'leader-election-controller',
  'k3s',
  'k3s-etcd',
]);
const APISERVER = /^(?:kube-)?apiserver-[a-z2-7]{26}$/;
const SHARDED = /\.\d\d-of-\d\d$|^autoscaler-bucket-\d\d-of-\d\d$/;
const VIRTUAL_IP = /^(?:plndr-cp-lock|plndr-svcs-lock|kubevip-.+|cilium-l2announce-.+)$/;
/** The last alternative is a driver's name with its dots made dashes: `disk-csi-azure-com`. */
const CSI =
  /^(?:external-(?:attacher-leader|resizer|snapshotter-leader|health-monitor-leader)-.+|snapshot-controller-leader|(?:.+-)?csi-.+-(?:com|io|net|org|dev|cloud))$/;
const CONTROLLER = new Set([
  'cilium-operator-resource-lock',
  'karpenter-leader-election',
  'operator.keda.sh',
  'cert-manager-controller',
  'cert-manager-cainjector-leader-election',
  'ingress-nginx-leader',
  'argo-rollouts-controller-lock',
  'cattle-controllers',
  'fleet-controller-lock',
  'strimzi-cluster-operator',
]);
/** The last alternative is kubebuilder's default id, eight hexadecimal digits and a domain. */
const CONTROLLER_PATTERN =
  /^(?:crossplane-leader-election-.+|controller-leader-election-.+|istio-gateway-deployment-.+|.+-lock|[0-9a-f]{8}\..+)$/;

export function classify(lease: ClassInput): LeaseClass {
  const { namespace, name, holder, labels } = lease;
  if (namespace === 'kube-node-lease') {
    if (lease.ownedByNode || (holder !== '' && holder === name)) return 'node-heartbeat';
    if (name.startsWith('k0s-ctrl-')) return 'component-heartbeat';
    if (name === 'k0s-endpoint-reconciler') return 'control-plane';
  }
  if (labels?.['apiserver.kubernetes.io/identity'] !== undefined || APISERVER.test(name)) return 'apiserver';
  if (name.startsWith('konnectivity-proxy-server-') || labels?.['k8s-app'] === 'konnectivity-server') {
    return 'component-heartbeat';
  }
  if (namespace === 'kube-system') {
    if (CONTROL_PLANE.has(name) || name.startsWith('cloud-provider-extraction-migration'))
      return 'control-plane';
  }
  if (SHARDED.test(name)) return 'sharded';
  if (VIRTUAL_IP.test(name)) return 'virtual-ip';
  if (CSI.test(name)) return 'csi';
  if (CONTROLLER.has(name) || CONTROLLER_PATTERN.test(name)) return 'controller';
  const neverAcquired = !lease.hasAcquireTime && !lease.hasTransitions && !lease.hasStrategy;
  if (neverAcquired) return holder !== '' || lease.hasRenewTime ? 'component-heartbeat' : 'unknown';
  if (holder !== '' || lease.hasAcquireTime || lease.hasTransitions) return 'controller';
  return 'unknown';
}
