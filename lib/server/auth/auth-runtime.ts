/** The gate of this process: with the cluster that is watched, and a key for sessions. */
import { randomBytes } from 'node:crypto';
import type { Cluster } from '../../kube/cluster.ts';
import { KubeFailure } from '../../kube/failure.ts';
import { createReader, type Reader } from '../../kube/reader.ts';
import { createReviews } from '../../kube/reviews.ts';
import type { Clock } from '../../lease/clock.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { createRetryLimit } from '../retry-limit.ts';
import type { Timers } from '../timers.ts';
import { createGate, type Gate } from './auth-gate.ts';
import { createSessions } from './auth-session.ts';

/** Looking through all Leases for their namespaces is done so often at most. */
const NAMESPACES_MS = 1000;
/** A refusal of the API server's is in the log once in so long. */
const TOLD_MS = 60_000;
/** So is an address that asks and is no proxy's: whoever reaches Tenure can make as many such lines as they like. */
const STRANGER_MS = 10_000;

export type AuthRuntime = { gate: Gate; onCluster(cluster: Cluster): void; close(): void };

export function createAuthRuntime(options: {
  config: Config;
  leases: () => Iterable<TrackedLease>;
  clock: Clock;
  timers: Timers;
  random: () => number;
  log: Log;
}): AuthRuntime {
  const { config, clock, timers, log } = options;
  let reader: Reader | null = null;
  let found: ReadonlySet<string> = new Set(config.namespaces);
  let foundAt = Number.NEGATIVE_INFINITY;
  let toldAt = Number.NEGATIVE_INFINITY;
  const strangers = createRetryLimit(STRANGER_MS);

  function namespaces(): ReadonlySet<string> {
    if (config.namespaces.length > 0 || clock.now() - foundAt < NAMESPACES_MS) return found;
    foundAt = clock.now();
    const seen = new Set<string>();
    for (const { record } of options.leases()) seen.add(record.namespace);
    found = seen;
    return found;
  }

  if (config.auth.mode === 'token' && config.auth.sessionKey === null)
    log.warn('TENURE_SESSION_KEY is not set: who has signed in has to do so again when this process ends');
  if (config.auth.mode === 'token' && config.trustedProxies.length === 0)
    log.warn(
      'TENURE_TRUSTED_PROXIES is not set: whoever comes by a proxy is one client with all others who do, and anybody’s wrong tokens keep them all from signing in',
    );

  const noCluster = new KubeFailure('network', 'no_cluster', 'no cluster is configured', '');
  return {
    gate: createGate({
      config: config.auth,
      reviews: createReviews({
        review: async (path, object) =>
          reader === null ? { type: 'failure', failure: noCluster } : reader.review(path, object),
      }),
      sessions: createSessions(config.auth.sessionKey ?? randomBytes(32), randomBytes),
      namespaces,
      hashKey: randomBytes(32),
      now: clock.now,
      random: options.random,
      onFailure(failure) {
        if (clock.now() - toldAt < TOLD_MS) return;
        toldAt = clock.now();
        log.warn(
          { code: failure.code, reason: failure.message },
          'the API server does not say who may see what: whoever is not known already is not let in',
        );
      },
      onStranger(address) {
        if (strangers.take(clock.now()) > 0) return;
        log.info(
          { address },
          'who asks from this address is not let in: it is none of TENURE_TRUSTED_PROXIES',
        );
      },
    }),
    onCluster(cluster) {
      reader?.close();
      reader = createReader({ cluster, clock, timers });
    },
    close: () => reader?.close(),
  };
}
