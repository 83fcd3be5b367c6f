/** What is provoked while replicas come and go: handovers of many kinds, a lock that flaps, holders that expire. */
import { until } from '../setup/process.ts';
import type { Simulator } from '../setup/stack.ts';

const off = [
  ...['early-takeover', 'former-holder-running', 'no-standby', 'headroom-low', 'slow-renewals', 'clock-skew'],
  ...['clock-step', 'node-heartbeat-late', 'apiserver-silent', 'duration-invalid', 'duration-changed'],
];
/** Short times, so that what begins also ends; nothing that a busy machine brings about by itself. */
export const RULES = `rules:
  expired-but-held: { grace: 0s, replacement: 0s, clear: 3s }
  vacant: { clear: 3s }
  flapping: { window: 1m, critical: 4, clear: 1s }
  dual-leadership: { clear: 3s }
  holder-gone: { clear: 3s }
${off.map((rule) => `  ${rule}: { enabled: false }\n`).join('')}`;

const BUCKETS = Array.from(
  { length: 10 },
  (_, index) => `knative-serving/autoscaler-bucket-${String(index).padStart(2, '0')}-of-10`,
);
const RELEASED = [
  ...BUCKETS.slice(0, 5),
  'kube-system/kube-scheduler',
  ...BUCKETS.slice(5),
  'kube-system/cilium-operator-resource-lock',
];

/** Each so many seconds after the beginning, and again each minute. */
const ROUND_S = 60;
const SCENES: [number, Record<string, unknown>][] = [
  [0, { do: 'evict', lease: 'kafka/strimzi-cluster-operator', forMs: 28_000 }],
  [1, { do: 'scale-to-zero', lease: 'keda/operator.keda.sh', forMs: 25_000 }],
  ...[2, 6, 10, 14, 18, 22].map((at): [number, Record<string, unknown>] => [
    at,
    { do: 'release', lease: 'payments/8f2c91ab.payments.example.com', forMs: 2_000 },
  ]),
  [20, { do: 'steal', lease: 'karpenter/karpenter-leader-election', holder: 'by-hand' }],
  [24, { do: 'crash', lease: 'kube-system/cloud-controller-manager', forMs: 5_000 }],
  [31, { do: 'scale-to-zero', lease: 'ingress-nginx/ingress-nginx-leader', forMs: 40_000 }],
  [40, { do: 'crash', lease: 'kube-system/plndr-cp-lock', forMs: 5_000 }],
];

/** Until it is stopped, which waits for the fault that is on its way. */
export function provoke(simulator: Simulator): { stop(): Promise<void> } {
  const began = performance.now();
  let stopped = false;
  async function play(): Promise<void> {
    for (let second = 0; !stopped; second++) {
      const passed = (): boolean => stopped || performance.now() - began >= second * 1000;
      await until('a second to pass', () => (passed() ? true : null), 10_000);
      if (stopped) return;
      const faults = SCENES.filter(([at]) => at === second % ROUND_S).map(([, fault]) => fault);
      const lease = RELEASED[Math.floor(second / 3) % RELEASED.length];
      if (second % 3 === 2) faults.push({ do: 'release', lease, forMs: 1_000 });
      if (faults.length > 0) await simulator.inject(...faults);
    }
  }
  const playing = play();
  return {
    stop() {
      stopped = true;
      return playing;
    },
  };
}
