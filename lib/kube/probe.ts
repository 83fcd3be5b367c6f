/**
 * Proving the watch (field guide §10): before a Lease under a quiet watch is called expired, that Lease is
 * read. The same resourceVersion: the watch has missed nothing up to the time of asking. Another, and the
 * watch does not bring it within a second, or no answer: the watch is not to be trusted.
 */
import type { LeaseRecord } from '../lease/record.ts';
import type { AnswerHead, Connection } from './connection.ts';
import { failureOf, KubeFailure } from './failure.ts';
import { child, list, text } from './raw.ts';
import { leasePath, leasesPath, query } from './resource-path.ts';
import type { Timers } from './timers.ts';

const EVERY_MS = 1000;
const TIMEOUT_MS = 3000;
/** A change seen by the probe may be on its way on the watch. */
const GRACE_MS = 1000;

export type Prober = {
  prove(record: LeaseRecord, connection: Connection): Promise<void>;
  /** An event came on the watch. Called for every one: cheap unless a probe is under way. */
  saw(record: LeaseRecord): void;
};

export function createProber(options: {
  clock: { now(): number };
  timers: Timers;
  onProved: (at: number) => void;
  /** The watch on this connection is not to be trusted. */
  onFailed: (failure: KubeFailure, connection: Connection) => void;
}): Prober {
  const { clock, timers } = options;
  let askedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | null = null;
  let asked: LeaseRecord | null = null;
  let arrived: (() => void) | null = null;
  let hasArrived = false;
  let mayGet = true;

  async function versionNow(
    record: LeaseRecord,
    connection: Connection,
  ): Promise<AnswerHead & { version: string | null }> {
    if (mayGet) {
      try {
        const answer = await connection.get(leasePath(record.namespace, record.name), {
          timeoutMs: TIMEOUT_MS,
        });
        return { ...answer, version: text(child(answer.body, 'metadata'), 'resourceVersion') };
      } catch (error) {
        const failure = failureOf(error);
        if (failure.status === 404)
          return {
            status: 404,
            date: undefined,
            sentAt: clock.now(),
            receivedAt: clock.now(),
            version: null,
          };
        if (failure.type !== 'forbidden') throw failure;
        mayGet = false; // `list` is granted, or there would be no watch: a list of one says the same
      }
    }
    const path = leasesPath(record.namespace) + query({ fieldSelector: `metadata.name=${record.name}` });
    const answer = await connection.get(path, { timeoutMs: TIMEOUT_MS });
    return { ...answer, version: text(child(list(answer.body, 'items')[0], 'metadata'), 'resourceVersion') };
  }

  /** True when the watch has brought a change of the asked Lease, or does so in time. */
  function change(): Promise<boolean> {
    if (hasArrived) return Promise.resolve(true);
    return new Promise((resolve) => {
      const cancel = timers.after(GRACE_MS, () => resolve(false));
      arrived = () => {
        cancel();
        resolve(true);
      };
    });
  }

  async function probe(record: LeaseRecord, connection: Connection): Promise<void> {
    asked = record;
    hasArrived = false;
    try {
      const answer = await versionNow(record, connection);
      if (answer.version === record.resourceVersion) options.onProved(answer.sentAt);
      else if (!(await change())) options.onFailed(behind(record), connection);
    } catch (error) {
      const failure = failureOf(error);
      // Asked to come back later: nothing is proved, and nothing is wrong with the watch. Closed: it ended.
      if (failure.type !== 'throttled' && failure.code !== 'closed')
        options.onFailed(unanswered(failure), connection);
    } finally {
      asked = null;
      arrived = null;
    }
  }

  return {
    prove(record, connection) {
      if (underWay !== null) return underWay;
      const now = clock.now();
      if (now - askedAt < EVERY_MS) return Promise.resolve();
      askedAt = now;
      underWay = probe(record, connection).finally(() => {
        underWay = null;
      });
      return underWay;
    },
    saw(record) {
      if (asked === null || record.name !== asked.name || record.namespace !== asked.namespace) return;
      hasArrived = true;
      arrived?.();
    },
  };
}

function behind(record: LeaseRecord): KubeFailure {
  const message = `the watch has missed a change of ${record.namespace}/${record.name}`;
  return new KubeFailure(
    'network',
    'watch_behind',
    message,
    'The watch is dead or late, though its connection stands. It is made anew.',
  );
}

function unanswered(failure: KubeFailure): KubeFailure {
  if (failure.type !== 'network') return failure;
  const hint = 'The API server is too slow or cannot be reached, so silence says nothing about the holders.';
  return new KubeFailure(
    'network',
    'probe_unanswered',
    `the probe of the watch failed: ${failure.message}`,
    hint,
  );
}
