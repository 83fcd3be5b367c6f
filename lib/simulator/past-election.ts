/**
 * One election over a stretch of the past: client-go's loops and nothing else write to its Lease. What is
 * directed is who runs and when a process dies; a successor polls within client-go's jitter so that one of its
 * polls falls on the planned moment.
 */
import { createElector, type Elector, JITTER_FACTOR } from './elector.ts';
import { createLeaseLock, type ElectionRecord } from './lease-lock.ts';
import type { LeaseVersion } from './lease-version.ts';
import { createConnection, type ServerLoad } from './network.ts';
import type { PastLease, PastTenure } from './past-plan.ts';
import type { Random } from './random.ts';
import type { Store } from './store.ts';
import { microTime, type Timers } from './time.ts';

export type PastEnvironment = { timers: Timers; random: Random; store: Store; load: ServerLoad };

/** Between client-go's P and 2.2 P. */
const AIMED_POLL = 1.6;
/** After the process's last breath the successor's next poll is due: its renewals are seen by then. */
const CRASH_MARGIN_MS = 50;

/** When the tenure before a planned change has to end for that, ms before it. */
function endsBeforeMs(how: PastTenure['end'], [duration, , retry]: PastLease['spec']['timing']): number {
  const pollMs = retry * AIMED_POLL * 1000;
  if (how === 'release') return pollMs * 0.6;
  if (how === 'steal') return 0;
  return (Math.floor((duration * 1000) / pollMs) + 1) * pollMs + CRASH_MARGIN_MS;
}

/** Long before a change a successor has to watch the Lease, and nothing else may happen to it, ms. */
export function settlingMs(timing: PastLease['spec']['timing']): number {
  return endsBeforeMs('crash', timing) + 3 * timing[2] * AIMED_POLL * 1000;
}

/** Seeds the Lease as it was at `timers.now()`, and plays it from there for as long as time passes. */
export function playElection(lease: PastLease, environment: PastEnvironment): void {
  const { timers, store, load } = environment;
  const { spec } = lease;
  const [duration, deadline, retry] = spec.timing;
  const begin = timers.now();
  const manager = lease.tenures[0]?.replica?.workload.container ?? spec.name;
  const after = (at: number, run: () => void) => timers.after(at - timers.now(), run);

  function processOf(tenure: PastTenure, random: Random, known: LeaseVersion | null): Elector {
    const connection = createConnection(timers, environment.random, load);
    return createElector(
      {
        identity: tenure.identity,
        leaseDurationMs: duration * 1000,
        renewDeadlineMs: deadline * 1000,
        retryPeriodMs: retry * 1000,
        releaseOnCancel: spec.releases,
      },
      {
        timers,
        random,
        lock: createLeaseLock(store.leases, connection, { ...spec, manager }, known),
        wallClock: () => timers.now(),
        started: () => undefined,
        ended: () => undefined,
      },
    );
  }

  /** Jitter that lets a poll fall on `at`. */
  function aimedAt(at: number): Random {
    const next = () => {
      const leftMs = at - timers.now();
      if (leftMs <= 0) return environment.random.next();
      const polls = Math.max(1, Math.round(leftMs / (retry * AIMED_POLL * 1000)));
      return Math.max(0, (leftMs / polls / (retry * 1000) - 1) / JITTER_FACTOR);
    };
    return { ...environment.random, next };
  }

  function seed(tenure: PastTenure): Elector {
    const sinceRenewal = environment.random.between(0, retry * 1000);
    const renewedAt = Math.max(tenure.from, begin - sinceRenewal);
    const written: ElectionRecord = {
      holderIdentity: tenure.identity,
      leaseDurationSeconds: Math.floor(duration),
      acquireTime: microTime(tenure.from),
      renewTime: microTime(renewedAt),
      leaderTransitions: tenure.transitions,
    };
    const { leaderTransitions, ...rest } = written;
    const version = store.leases.seed({
      head: {
        namespace: spec.namespace,
        name: spec.name,
        uid: lease.uid,
        creationTimestamp: `${microTime(lease.tenures[0]?.from ?? begin).slice(0, 19)}Z`,
      },
      spec: { ...rest, leaseTransitions: leaderTransitions },
      manager,
      writtenAt: renewedAt,
    });
    const elector = processOf(tenure, environment.random, version);
    elector.resume(written, Math.max(0, retry * 1000 - (begin - renewedAt)));
    return elector;
  }

  /** From when this one leads until the next one does, and so on. */
  function follow(index: number, leading: Elector | null): void {
    const tenure = lease.tenures[index];
    const next = lease.tenures[index + 1];
    if (tenure === undefined || next === undefined) return;
    let successor: Elector | null = null;
    if (tenure.end === 'steal') {
      after(next.from, () => {
        const version = store.leases.find(spec.namespace, spec.name);
        if (version === undefined) return;
        const holderIdentity = next.identity;
        store.leases.patchSpec(
          spec.namespace,
          spec.name,
          { ...version.spec, holderIdentity },
          'kubectl-edit',
        );
      });
    } else {
      const process = processOf(next, aimedAt(next.from), null);
      successor = process;
      after(Math.max(begin, next.from - settlingMs(spec.timing)), process.run);
      after(next.from - endsBeforeMs(tenure.end, spec.timing), () => {
        if (tenure.end === 'release') leading?.cancel();
        else leading?.kill();
      });
    }
    after(next.from, () => follow(index + 1, successor));
  }

  const current = lease.tenures.findLastIndex((tenure) => tenure.from <= begin);
  const tenure = lease.tenures[Math.max(0, current)];
  if (tenure !== undefined) follow(Math.max(0, current), seed(tenure));
}
