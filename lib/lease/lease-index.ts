/**
 * Leases by namespace and name. Two levels, so that no key has to be put together at each of thousands of
 * events a second, nor kept for each of 65,000 Leases.
 */
export type LeaseIndex<T> = {
  get(namespace: string, name: string): T | undefined;
  set(namespace: string, name: string, value: T): void;
  delete(namespace: string, name: string): void;
  /** Of these namespaces; null for all. */
  values(among?: ReadonlySet<string> | null): Generator<T>;
};

export function createLeaseIndex<T>(): LeaseIndex<T> {
  const namespaces = new Map<string, Map<string, T>>();
  return {
    get: (namespace, name) => namespaces.get(namespace)?.get(name),
    set(namespace, name, value) {
      const names = namespaces.get(namespace);
      if (names === undefined) namespaces.set(namespace, new Map([[name, value]]));
      else names.set(name, value);
    },
    delete(namespace, name) {
      const names = namespaces.get(namespace);
      if (names === undefined) return;
      names.delete(name);
      if (names.size === 0) namespaces.delete(namespace);
    },
    *values(among = null) {
      if (among === null) for (const names of namespaces.values()) yield* names.values();
      else for (const namespace of among) yield* namespaces.get(namespace)?.values() ?? [];
    },
  };
}
