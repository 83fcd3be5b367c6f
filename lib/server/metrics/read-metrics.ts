/** Metrics that are read from elsewhere when somebody asks: nothing is counted twice, and unasked they cost nothing. */
import { Counter, Gauge, type Registry } from 'prom-client';

/** Absent while `read` answers null: what is not known is not zero. */
export function readGauge(registry: Registry, name: string, help: string, read: () => number | null): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      const value = read();
      if (value === null) this.remove();
      else this.set(value);
    },
  });
}

/** `read` answers what has been counted since the start; it never falls. */
export function readCounter(registry: Registry, name: string, help: string, read: () => number): void {
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}

/** One series for each of `values`: 1 for the one that `read` answers, 0 for the others. */
export function readState<T extends string>(
  registry: Registry,
  name: string,
  help: string,
  values: readonly T[],
  read: () => T,
): void {
  new Gauge({
    name,
    help,
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const now = read();
      for (const state of values) this.set({ state }, state === now ? 1 : 0);
    },
  });
}
