/** Processes that renew a Lease of their own and never contend for it: kubelets and API servers. */
import type { LeaseApi } from './lease-api.ts';
import type { LeaseVersion } from './lease-version.ts';
import type { Connection } from './network.ts';
import type { LeaseBody } from './object.ts';
import type { Random } from './random.ts';
import { microTime, type Timer, type Timers } from './time.ts';

export type HeartbeatConfig = {
  namespace: string;
  name: string;
  manager: string;
  /** The next renewal comes `periodMs × (1 + jitter × [0, 1))` after the last one ended. */
  periodMs: number;
  jitter: number;
  /** What is created when the Lease is missing; renewTime is filled in. */
  body: LeaseBody;
};

/** Kubelet: every 10 s × (1 + 0.04 rand), 40 s long. Source: component-helpers apimachinery/lease. */
export const KUBELET = { periodMs: 10_000, jitter: 0.04, durationSeconds: 40 };
/** API server identity: every 10 s × (1 + 0.04 rand), 3600 s long. */
export const APISERVER = { periodMs: 10_000, jitter: 0.04, durationSeconds: 3600 };

export type Heartbeat = {
  start(inMs: number): void;
  /** Silent until then (true time, ms), as a node that reboots. */
  silentUntil(until: number): void;
  stop(): void;
};

export function createHeartbeat(
  config: HeartbeatConfig,
  environment: { timers: Timers; random: Random; api: LeaseApi; connection: Connection; wallClock(): number },
): Heartbeat {
  const { timers, random, api, connection, wallClock } = environment;
  let silent = 0;
  let timer: Timer | null = null;
  let latest: LeaseVersion | null = null;

  const next = () => {
    timer = timers.after(config.periodMs * (1 + config.jitter * random.next()), beat);
  };

  function write(renewTime: string): void {
    const version = latest ?? api.find(config.namespace, config.name);
    if (version === undefined) {
      const body = { ...config.body, spec: { ...config.body.spec, renewTime } };
      latest = api.create(config.namespace, body, config.manager);
      return;
    }
    const metadata = { ...version.head, resourceVersion: String(version.resourceVersion) };
    const spec = { ...version.spec, renewTime };
    latest = api.update(config.namespace, config.name, { metadata, spec }, config.manager);
  }

  function beat(): void {
    if (silent > timers.now()) {
      timer = timers.after(silent - timers.now(), beat);
      return;
    }
    const renewTime = microTime(wallClock());
    timer = connection.call(
      () => write(renewTime),
      (answer) => {
        // Whatever went wrong, the next write starts from what the server has.
        if ('error' in answer) latest = null;
        next();
      },
    );
  }

  return {
    start(inMs) {
      timer = timers.after(inMs, beat);
    },
    silentUntil(until) {
      silent = until;
    },
    stop() {
      timer?.cancel();
    },
  };
}
