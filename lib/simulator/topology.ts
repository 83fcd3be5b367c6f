/** What runs in the demo cluster: about 45 Leases, as on a real one of a dozen nodes. */
import type { IdentityFormat } from './identity.ts';

export const NODES = [
  'cp-1',
  'cp-2',
  'cp-3',
  'wa-03',
  'wa-05',
  'wa-07',
  'wb-04',
  'wb-08',
  'wb-11',
  'wc-02',
  'wc-05',
  'wc-09',
  'wc-17',
] as const;

export const API_SERVERS = [
  { name: 'apiserver-4x7bqtn2m6wkzr3ajd5hvpcgye', node: 'cp-1' },
  { name: 'apiserver-lq5e2ncw7rgu4yfa3ktz6xjbmi', node: 'cp-2' },
  { name: 'apiserver-zh6m3vdy5oqs7bpn2rwe4cxtkf', node: 'cp-3' },
] as const;

/** Durations in seconds: lease duration, renew deadline, retry period. */
export type LockTiming = readonly [duration: number, deadline: number, retry: number];

export type ElectionSpec = {
  namespace: string;
  name: string;
  /** `namespace/name` of the workload whose Pods compete. */
  workload: string;
  identity: IdentityFormat;
  timing: LockTiming;
  /** ReleaseOnCancel. */
  releases: boolean;
  /** A process that loses its lock goes on as a candidate, where others exit. */
  goesOn?: true;
  /** Writes LeaderElection Events. */
  records: boolean;
  /** Which replica holds it at start, how long already, and how often it changed hands before. */
  holder: number;
  tenureSeconds: number;
  transitions: number;
};

const CONTROLLER: LockTiming = [15, 10, 2];
const CERT_MANAGER: LockTiming = [60, 40, 15];
const INGRESS: LockTiming = [30, 15, 7.5];
const CSI: LockTiming = [15, 10, 5];
const KNATIVE: LockTiming = [60, 40, 10];
const KUBE_VIP: LockTiming = [5, 3, 1];

type Options = Partial<
  Pick<ElectionSpec, 'identity' | 'timing' | 'releases' | 'goesOn' | 'records' | 'holder'>
>;

function election(
  lock: string,
  of: string,
  tenureSeconds: number,
  transitions: number,
  options: Options = {},
): ElectionSpec {
  const [namespace = '', name = ''] = lock.split('/');
  return {
    namespace,
    name,
    workload: of,
    identity: options.identity ?? 'hostname_uuid',
    timing: options.timing ?? CONTROLLER,
    releases: options.releases ?? false,
    ...(options.goesOn === true ? { goesOn: true } : {}),
    records: options.records ?? true,
    holder: options.holder ?? 0,
    tenureSeconds,
    transitions,
  };
}

const QUIET = { records: false };
const RELEASES = { releases: true };
const SIDECAR = { identity: 'hostname', timing: CSI } as const;
const EBS = 'kube-system/ebs-csi-controller';

/** The replica that leads each of Knative's ten buckets. */
const BUCKET_HOLDERS = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2];

export const ELECTIONS: readonly ElectionSpec[] = [
  election('kube-system/kube-controller-manager', 'kube-system/kube-controller-manager', 1_051_200, 4, {
    holder: 1,
  }),
  election('kube-system/kube-scheduler', 'kube-system/kube-scheduler', 268_200, 6, { ...RELEASES }),
  election('kube-system/cloud-controller-manager', 'kube-system/cloud-controller-manager', 29_580, 11),
  election('argo-rollouts/argo-rollouts-controller-lock', 'argo-rollouts/argo-rollouts', 15_948, 23),
  election(
    'cert-manager/cert-manager-cainjector-leader-election',
    'cert-manager/cert-manager-cainjector',
    39_060,
    17,
    { timing: CERT_MANAGER, ...RELEASES },
  ),
  election('cert-manager/cert-manager-controller', 'cert-manager/cert-manager', 38_940, 19, {
    identity: 'cert-manager',
    timing: CERT_MANAGER,
    ...RELEASES,
  }),
  election('kube-system/cilium-operator-resource-lock', 'kube-system/cilium-operator', 760_000, 8, {
    identity: 'hostname-random',
    ...RELEASES,
    ...QUIET,
  }),
  election('crossplane-system/crossplane-leader-election-core', 'crossplane-system/crossplane', 15_937, 31),
  election('ingress-nginx/ingress-nginx-leader', 'ingress-nginx/ingress-nginx-controller', 190_800, 12, {
    identity: 'hostname',
    timing: INGRESS,
    goesOn: true,
    ...RELEASES,
  }),
  election('karpenter/karpenter-leader-election', 'karpenter/karpenter', 97_200, 14, { ...RELEASES }),
  election('keda/operator.keda.sh', 'keda/keda-operator', 15_926, 9, { ...RELEASES }),
  election('kafka/strimzi-cluster-operator', 'kafka/strimzi-cluster-operator', 340_000, 2, {
    identity: 'hostname',
    ...QUIET,
  }),
  election(
    'payments/8f2c91ab.payments.example.com',
    'payments/ledger-operator-controller-manager',
    38_400,
    57,
    { ...RELEASES },
  ),
  election('kube-system/ebs-csi-aws-com', EBS, 15_916, 21, SIDECAR),
  election('kube-system/external-attacher-leader-ebs-csi-aws-com', EBS, 15_916, 20, SIDECAR),
  election('kube-system/external-resizer-ebs-csi-aws-com', EBS, 511_000, 13, SIDECAR),
  election('kube-system/snapshot-controller-leader', 'kube-system/snapshot-controller', 86_000, 7, SIDECAR),
  ...BUCKET_HOLDERS.map((holder, bucket) =>
    election(
      `knative-serving/autoscaler-bucket-${String(bucket).padStart(2, '0')}-of-10`,
      'knative-serving/autoscaler',
      172_800 + bucket * 7,
      5,
      {
        identity: 'pod-ip',
        timing: KNATIVE,
        ...RELEASES,
        ...QUIET,
        holder,
      },
    ),
  ),
  election(
    'tekton-pipelines/controller.tektoncd.pipeline.pkg.reconciler.taskrun.00-of-01',
    'tekton-pipelines/tekton-pipelines-controller',
    250_000,
    3,
    { timing: KNATIVE, ...RELEASES, ...QUIET },
  ),
  election('kube-system/plndr-cp-lock', 'kube-system/kube-vip', 5_364, 16, {
    identity: 'node',
    timing: KUBE_VIP,
    ...RELEASES,
    ...QUIET,
  }),
  election('kube-system/cilium-l2announce-ingress-nginx-public', 'kube-system/cilium', 190_500, 5, {
    identity: 'node',
    timing: CSI,
    ...QUIET,
  }),
];
