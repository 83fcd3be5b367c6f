/** One Lease and the processes that compete for it: they run, die, come back and are replaced. */
import { createElector, type Elector } from './elector.ts';
import { identityOf } from './identity.ts';
import { createLeaseLock, type ElectionRecord } from './lease-lock.ts';
import type { LeaseVersion } from './lease-version.ts';
import { type Connection, createConnection, type ServerLoad } from './network.ts';
import type { Random } from './random.ts';
import type { Store } from './store.ts';
import type { Timer, Timers } from './time.ts';
import { microTime } from './time.ts';
import type { ElectionSpec } from './topology.ts';
import type { Replica, Workloads } from './workload.ts';

export type ElectionEnvironment = {
  timers: Timers;
  random: Random;
  store: Store;
  load: ServerLoad;
  workloads: Workloads;
  /** A node's wall clock, epoch ms. */
  wallClock(node: string): number;
  /** Writes a LeaderElection Event. */
  record(lease: LeaseVersion, component: string, message: string): void;
};

type Slot = {
  replica: Replica;
  elector: Elector | null;
  connection: Connection;
  /** What its clock says when it starts again. */
  comeback: Timer | null;
};

export type Election = {
  readonly spec: ElectionSpec;
  /** The process that believes it leads, if any. */
  leader(): { identity: string; node: string; pod: string } | null;
  crash(backAfterMs: number): boolean;
  release(backAfterMs: number): boolean;
  evict(backAfterMs: number): boolean;
  scaleToZero(backAfterMs: number): void;
  partition(forMs: number): boolean;
  pause(forMs: number): boolean;
  stop(): void;
};

/** `replicas` are shared with the other elections of the same workload, of which there may be `sharers`. */
export function createElection(
  spec: ElectionSpec,
  replicas: readonly Replica[],
  sharers: number,
  environment: ElectionEnvironment,
): Election {
  const { timers, random, store, load, workloads } = environment;
  const [duration, deadline, retry] = spec.timing;
  const manager = replicas[0]?.workload.container ?? spec.name;
  const slots: Slot[] = replicas.map((replica) => ({
    replica,
    elector: null,
    connection: createConnection(timers, random, load),
    comeback: null,
  }));

  function record(message: string): void {
    const lease = store.leases.find(spec.namespace, spec.name);
    if (spec.records && lease !== undefined) environment.record(lease, manager, message);
  }

  function make(slot: Slot, identity: string, known: LeaseVersion | null): Elector {
    const lock = createLeaseLock(store.leases, slot.connection, { ...spec, manager }, known);
    const config = {
      identity,
      leaseDurationMs: duration * 1000,
      renewDeadlineMs: deadline * 1000,
      retryPeriodMs: retry * 1000,
      releaseOnCancel: spec.releases,
    };
    const elector: Elector = createElector(config, {
      timers,
      random,
      lock,
      wallClock: () => environment.wallClock(slot.replica.node),
      started: () => record(`${identity} became leader`),
      ended(led) {
        if (led) record(`${identity} stopped leading`);
        if (slot.elector !== elector) return;
        slot.elector = null;
        if (spec.goesOn === true) {
          comeBack(slot, random.between(1_000, 3_000), () => undefined);
          return;
        }
        // A process that loses its lock exits, and its container is started again.
        workloads.ended(slot.replica, 1);
        comeBack(slot, random.between(1_000, 3_000), () => workloads.restarted(slot.replica));
      },
    });
    return elector;
  }

  function spawn(slot: Slot): void {
    slot.elector = make(slot, identityOf(spec.identity, slot.replica, random), null);
    slot.elector.run();
  }

  function comeBack(slot: Slot, afterMs: number, prepare: () => void): void {
    slot.comeback?.cancel();
    slot.comeback = timers.after(afterMs, () => {
      prepare();
      spawn(slot);
    });
  }

  /** Shuts a process down in good order; it is nobody's business any more afterwards. */
  function retire(slot: Slot): void {
    const elector = slot.elector;
    slot.elector = null;
    elector?.cancel();
    if (sharers > 1) workloads.ended(slot.replica, 0);
    else workloads.removed(slot.replica);
  }

  const renew = (slot: Slot) => () =>
    sharers > 1 ? workloads.restarted(slot.replica) : workloads.replaced(slot.replica);
  const leading = () => slots.find((slot) => slot.elector?.isLeading() === true);
  const onLeader = (act: (slot: Slot) => void) => {
    const slot = leading();
    if (slot !== undefined) act(slot);
    return slot !== undefined;
  };

  /** The Lease as years of operation left it, held by one of the processes. */
  function seed(): void {
    const holder = slots[spec.holder];
    if (holder === undefined) return;
    const identity = identityOf(spec.identity, holder.replica, random);
    const sinceRenewal = random.between(0, retry * 1000);
    const renewedAt = timers.now() - sinceRenewal;
    const skew = environment.wallClock(holder.replica.node) - timers.now();
    const written: ElectionRecord = {
      holderIdentity: identity,
      leaseDurationSeconds: Math.floor(duration),
      acquireTime: microTime(timers.now() - spec.tenureSeconds * 1000),
      renewTime: microTime(renewedAt + skew),
      leaderTransitions: spec.transitions,
    };
    const { leaderTransitions, ...lease } = written;
    const created =
      timers.now() - spec.tenureSeconds * 1000 - (spec.transitions + 1) * random.between(1, 3) * 86_400_000;
    const version = store.leases.seed({
      head: {
        namespace: spec.namespace,
        name: spec.name,
        creationTimestamp: `${microTime(created).slice(0, 19)}Z`,
      },
      spec: { ...lease, leaseTransitions: leaderTransitions },
      manager,
      writtenAt: renewedAt + random.between(2, 6),
    });
    holder.elector = make(holder, identity, version);
    holder.elector.resume(written, retry * 1000 - sinceRenewal);
    for (const slot of slots) if (slot !== holder) spawn(slot);
  }
  seed();

  return {
    spec,
    leader() {
      const slot = leading();
      if (slot?.elector == null) return null;
      return { identity: slot.elector.identity, node: slot.replica.node, pod: slot.replica.pod };
    },
    crash: (backAfterMs) =>
      onLeader((slot) => {
        slot.elector?.kill();
        slot.elector = null;
        workloads.ended(slot.replica, 137);
        if (backAfterMs > 0) comeBack(slot, backAfterMs, () => workloads.restarted(slot.replica));
      }),
    evict: (backAfterMs) =>
      onLeader((slot) => {
        slot.elector?.kill();
        slot.elector = null;
        workloads.removed(slot.replica);
        comeBack(slot, backAfterMs, () => workloads.replaced(slot.replica));
      }),
    release: (backAfterMs) =>
      onLeader((slot) => {
        retire(slot);
        if (backAfterMs > 0) comeBack(slot, backAfterMs, renew(slot));
      }),
    scaleToZero(backAfterMs) {
      for (const slot of slots) {
        retire(slot);
        slot.comeback?.cancel();
        if (backAfterMs > 0) comeBack(slot, backAfterMs + random.between(0, 1_500), renew(slot));
      }
    },
    partition: (forMs) => onLeader((slot) => slot.connection.partitionUntil(timers.now() + forMs)),
    pause: (forMs) => onLeader((slot) => slot.connection.pauseUntil(timers.now() + forMs)),
    stop() {
      for (const slot of slots) {
        slot.comeback?.cancel();
        slot.elector?.kill();
        slot.elector = null;
      }
    },
  };
}
