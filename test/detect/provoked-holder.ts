/** One election that is harmed: each of its writes is made on purpose, and remembered. Epoch ms. */
import type { LeaseClass, LeaseRecord } from '../../lib/lease/record.ts';
import type { Random } from '../../lib/simulator/random.ts';
import { identity } from './builders.ts';
import { microTime, recordOf } from './healthy-writes.ts';

const SECOND = 1000;

export type Written = { at: number; claimedAt: number; holder: string };
export type HolderParts = {
  random: Random;
  now: () => number;
  at: (ms: number, run: () => void) => void;
  written: (record: LeaseRecord, at: number) => void;
  deleted: (record: LeaseRecord, at: number) => void;
};
export type HolderSpec = {
  name?: string;
  class?: LeaseClass;
  L?: number;
  P?: number;
};
export type Holder = ReturnType<typeof createHolder>;

/** Renewed by `a` from the start on, as client-go renews: every P and a round trip. */
export function createHolder(parts: HolderParts, spec: HolderSpec = {}) {
  const { random } = parts;
  const { name = 'harmed-lock', class: leaseClass = 'controller' } = spec;
  let { L = 15 * SECOND, P = 2 * SECOND } = spec;
  const writes: Written[] = [];
  let uid = 1;
  let holder = identity('harmed-a');
  let transitions = 3;
  let acquired = microTime(parts.now() - 3600 * SECOND);
  let offsetMs = 0;
  /** Renewals of a loop that was ended come to nothing. */
  let loop = 0;
  let record: LeaseRecord | null = null;

  function write(over: Partial<LeaseRecord> = {}, wayMs = random.between(2, 50)): void {
    const at = parts.now();
    const claimedAt = at - wayMs + offsetMs;
    const names = { namespace: 'apps', name, uid: `uid-harmed-${uid}`, class: leaseClass, holder };
    const spec = { durationSeconds: L / SECOND, acquireTime: acquired, transitions };
    record = recordOf({ ...names, ...spec, ...over }, claimedAt, at);
    writes.push({ at, claimedAt, holder });
    parts.written(record, at);
  }

  function goOn(gapOf: () => number): void {
    loop += 1;
    const mine = loop;
    const next = (): void =>
      parts.at(parts.now() + gapOf(), () => {
        if (mine !== loop) return;
        write();
        next();
      });
    next();
  }
  const usually = (): number => P + random.between(5, 70);

  return {
    key: `apps/${name}`,
    writes,
    last: (): Written => writes.at(-1) ?? { at: Number.NaN, claimedAt: Number.NaN, holder },
    holder: () => holder,
    record: () => record,
    /** The first write; `gapOf`: ms from one to the next. */
    start(gapOf: () => number = usually): void {
      write();
      goOn(gapOf);
    },
    renewEvery: (gapOf: () => number): void => goOn(gapOf),
    /** Nothing is renewed any more. */
    stop(): void {
      loop += 1;
    },
    release(): void {
      loop += 1;
      holder = '';
      write({ durationSeconds: 1 });
    },
    /** Somebody else takes it now and renews it. */
    take(by: string, over: { L?: number; P?: number; offsetMs?: number } = {}): void {
      L = over.L ?? L;
      P = over.P ?? P;
      offsetMs = over.offsetMs ?? 0;
      holder = identity(by);
      transitions += 1;
      acquired = microTime(parts.now() + offsetMs);
      write();
      goOn(usually);
    },
    /** Somebody deletes it, and `by` makes it again `afterMs` later. */
    recreate(by: string, afterMs: number): void {
      loop += 1;
      if (record !== null) parts.deleted(record, parts.now());
      parts.at(parts.now() + afterMs, () => {
        uid += 1;
        holder = identity(by);
        transitions = 0;
        acquired = microTime(parts.now());
        write();
        goOn(usually);
      });
    },
    /** As it stands in a list, last written at `ms`. */
    writeAsOf(ms: number): void {
      const names = { namespace: 'apps', name, uid: `uid-harmed-${uid}`, class: leaseClass, holder };
      const times = { durationSeconds: L / SECOND, acquireTime: microTime(ms - 3600 * SECOND), transitions };
      record = recordOf({ ...names, ...times }, ms - 10, ms);
      parts.written(record, ms);
    },
    setClock(ms: number): void {
      offsetMs = ms;
    },
  };
}
