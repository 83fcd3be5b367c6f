/** One Lease as detectors see it: watched from T0 on, by a client-go elector of 15/10/2 unless said otherwise. */
import type { LeaseSight } from '../../lib/detect/sight.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../../lib/detect/thresholds.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { TrackedLease } from '../../lib/lease/tracked.ts';
import { feed, type LeaseSpec, lease, T0, watchedBook } from '../lease/builders.ts';

export { T0 };
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** A played Lease; all times are ms after T0. */
export type Played = ReturnType<typeof played>;

export function played(first: LeaseSpec = {}, options: Parameters<typeof watchedBook>[1] = {}) {
  const world = watchedBook([lease({ transitions: 0, ...first })], options);
  const name = first.name ?? 'controller-lock';
  const namespace = first.namespace ?? 'apps';
  let spec: LeaseSpec = { transitions: 0, ...first };
  let at = 0;

  /** A version of it, written at `ms` and different in `over` from the one before. */
  function write(ms: number, over: LeaseSpec = {}): void {
    spec = { ...spec, ...over };
    at = ms;
    world.see(ms, { renewedAt: T0 + ms, ...spec });
  }

  return {
    ...world,
    write,
    now: () => at,
    tracked: () => world.get(name, namespace),
    /** Renewed every `gapMs` for `forMs`, from the last write on. */
    renew(forMs: number, gapMs = 2000, over: LeaseSpec = {}): void {
      const until = at + forMs;
      while (at + gapMs <= until) write(at + gapMs, over);
    },
    /** Taken by another holder at `ms`, as client-go writes it. */
    take(ms: number, holder: string, over: LeaseSpec = {}): void {
      write(ms, {
        holder,
        durationSeconds: 15,
        acquiredAt: T0 + ms,
        transitions: (spec.transitions ?? 0) + 1,
        ...over,
      });
    },
    /** Given up at `ms`, as client-go writes it (field guide §2). */
    release(ms: number): void {
      write(ms, { holder: '', durationSeconds: 1 });
    },
    remove(ms: number): void {
      at = ms;
      world.scope.deleted(lease({ writtenAt: T0 + ms, renewedAt: T0 + ms, ...spec }), T0 + ms, false);
    },
    /** What detectors look at, `ms` after T0, with the watch proved until then. */
    sight(ms: number, over: Partial<Thresholds> = {}): LeaseSight {
      world.scope.proved(T0 + ms);
      world.scope.feed(feed({ since: T0, provenAt: T0 + ms }));
      world.book.sweep(T0 + ms);
      return sightOf(world.get(name, namespace), ms, kept(world.log.handovers), over);
    },
  };
}

export function sightOf(
  tracked: TrackedLease,
  ms: number,
  handovers: readonly Handover[] = [],
  over: Partial<Thresholds> = {},
): LeaseSight {
  return { lease: tracked, now: T0 + ms, thresholds: { ...DEFAULT_THRESHOLDS, ...over }, handovers };
}

/** As detectors are given them: the last that was told of each, those that were followed, but for the first. */
function kept(told: readonly Handover[]): Handover[] {
  const byId = new Map(told.map((one) => [one.id, one]));
  return [...byId.values()].filter(({ to, cause }) => to !== null && cause !== 'first');
}

/** An identity as client-go makes it: `<hostname>_<uuid>`, another uuid with each process. */
export function identity(pod: string, process = 1): string {
  return `${pod}_00000000-0000-4000-8000-${String(process).padStart(12, '0')}`;
}

let ids = 0;
/** A handover at `ms` after T0, for what is hard to play. */
export function handover(
  ms: number,
  from: string | null,
  to: string,
  over: Partial<Handover> = {},
): Handover {
  return {
    id: `uid-1.h${ids++}`,
    namespace: 'apps',
    name: 'controller-lock',
    leaseUid: 'uid-1',
    at: T0 + ms,
    from,
    to,
    cause: 'expiry',
    certainty: 'likely',
    silentMs: 16_000,
    vacantMs: 1000,
    transitionsDelta: 1,
    coordinated: false,
    evidence: { durationMs: 15_000 },
    ...over,
  };
}
