/**
 * One client-go election loop, step by step. Source: client-go tools/leaderelection/leaderelection.go
 * (tryAcquireOrRenew, acquire, renew, release), apimachinery util/wait; field guide §2.
 */
import type { ElectionRecord, LeaseLock } from './lease-lock.ts';
import type { Answer } from './network.ts';
import type { Random } from './random.ts';
import { ApiError } from './status.ts';
import { microTime, type Timer, type Timers } from './time.ts';

/** Durations in ms: L = leaseDuration, D = renewDeadline, P = retryPeriod. */
export type ElectorConfig = {
  identity: string;
  leaseDurationMs: number;
  renewDeadlineMs: number;
  retryPeriodMs: number;
  releaseOnCancel: boolean;
};

export type ElectorEnvironment = {
  timers: Timers;
  random: Random;
  lock: LeaseLock;
  /** This process's wall clock, epoch ms: only ever written, never compared. */
  wallClock(): number;
  started(): void;
  /** It led and does not any more, or it was told to stop; a process exits after that. */
  ended(led: boolean): void;
};

export type Elector = {
  identity: string;
  isLeading(): boolean;
  /** Starts as a candidate. */
  run(): void;
  /** Starts as the holder it has long been; the next renewal is due after `inMs`. */
  resume(record: ElectionRecord, inMs: number): void;
  /** The context is cancelled: a leader releases if it is configured to. */
  cancel(): void;
  /** SIGKILL: nothing more is heard of it. */
  kill(): void;
};

/** JitterUntil(…, RetryPeriod, JitterFactor, sliding): candidates poll every [P, 2.2 P). */
export const JITTER_FACTOR = 1.2;

export function createElector(config: ElectorConfig, environment: ElectorEnvironment): Elector {
  const { timers, random, lock, wallClock } = environment;
  let observed: ElectionRecord | null = null;
  let observedRaw = '';
  let observedAt = 0;
  let leading = false;
  let over = false;
  /** Everything under way, so that a kill or a deadline can stop it. */
  let request: Timer | null = null;
  let wait: Timer | null = null;
  let deadline: Timer | null = null;

  const isLeader = () => observed?.holderIdentity === config.identity;
  const isLeaseValid = (now: number) =>
    observed !== null && observedAt + observed.leaseDurationSeconds * 1000 > now;
  const observe = (record: ElectionRecord) => {
    observed = record;
    observedAt = timers.now();
  };
  const failed = <T>(answer: Answer<T>): answer is { error: unknown } => 'error' in answer;
  const stopEverything = () => {
    request?.cancel();
    wait?.cancel();
    deadline?.cancel();
  };

  function tryAcquireOrRenew(done: (ok: boolean) => void): void {
    const now = timers.now();
    const wall = microTime(wallClock());
    const record: ElectionRecord = {
      holderIdentity: config.identity,
      leaseDurationSeconds: Math.floor(config.leaseDurationMs / 1000),
      acquireTime: wall,
      renewTime: wall,
      leaderTransitions: 0,
    };
    const write = (
      how: (record: ElectionRecord, done: (answer: Answer<null>) => void) => Timer,
      onFailure: () => void,
    ) => {
      request = how(record, (answer) => {
        if (failed(answer)) {
          onFailure();
          return;
        }
        observe({ ...record });
        done(true);
      });
    };
    const no = () => done(false);

    const slowPath = () => {
      request = lock.get((answer) => {
        if (failed(answer)) {
          if (answer.error instanceof ApiError && answer.error.httpStatus === 404) write(lock.create, no);
          else no();
          return;
        }
        const old = answer.value;
        const raw = JSON.stringify(old);
        if (raw !== observedRaw) {
          observe(old);
          observedRaw = raw;
        }
        if (old.holderIdentity !== '' && isLeaseValid(now) && !isLeader()) {
          no();
          return;
        }
        if (isLeader()) {
          record.acquireTime = old.acquireTime;
          record.leaderTransitions = old.leaderTransitions;
        } else {
          record.leaderTransitions = old.leaderTransitions + 1;
        }
        write(lock.update, no);
      });
    };

    if (observed !== null && isLeader() && isLeaseValid(now)) {
      // The optimistic write against the version seen last; what it filled in stays when it falls back,
      // which is why a Lease deleted under its holder comes back with its old counter.
      record.acquireTime = observed.acquireTime;
      record.leaderTransitions = observed.leaderTransitions;
      write(lock.update, slowPath);
      return;
    }
    slowPath();
  }

  function end(led: boolean): void {
    over = true;
    leading = false;
    stopEverything();
    environment.ended(led);
  }

  function acquire(): void {
    tryAcquireOrRenew((ok) => {
      if (ok) {
        leading = true;
        environment.started();
        renew();
        return;
      }
      const period = config.retryPeriodMs * (1 + random.next() * JITTER_FACTOR);
      wait = timers.after(period, acquire);
    });
  }

  /** One round of renewing: tries every P until D is over, then waits P and begins again. */
  function renew(): void {
    const startedAt = timers.now();
    deadline = timers.after(config.renewDeadlineMs, giveUp);
    let attempts = 0;
    const attempt = () => {
      attempts++;
      tryAcquireOrRenew((ok) => {
        if (ok) {
          deadline?.cancel();
          wait = timers.after(config.retryPeriodMs, renew);
          return;
        }
        const next = startedAt + attempts * config.retryPeriodMs;
        wait = timers.after(Math.max(0, next - timers.now()), attempt);
      });
    };
    attempt();
  }

  function giveUp(): void {
    stopEverything();
    leading = false;
    if (config.releaseOnCancel) release();
    else end(true);
  }

  function release(): void {
    leading = false;
    deadline = timers.after(config.renewDeadlineMs, () => end(true));
    request = lock.get((answer) => {
      // What somebody else has taken meanwhile is not this process's to give away.
      if (failed(answer) || answer.value.holderIdentity !== config.identity) {
        end(true);
        return;
      }
      const wall = microTime(wallClock());
      const released: ElectionRecord = {
        holderIdentity: '',
        leaseDurationSeconds: 1,
        acquireTime: wall,
        renewTime: wall,
        leaderTransitions: answer.value.leaderTransitions,
      };
      request = lock.update(released, () => end(true));
    });
  }

  return {
    identity: config.identity,
    isLeading: () => leading,
    run: acquire,
    resume(record, inMs) {
      observe(record);
      observedRaw = JSON.stringify(record);
      leading = true;
      wait = timers.after(inMs, renew);
    },
    cancel() {
      if (over) return;
      const led = leading;
      stopEverything();
      if (led && config.releaseOnCancel) release();
      else end(led);
    },
    kill() {
      over = true;
      leading = false;
      stopEverything();
    },
  };
}
