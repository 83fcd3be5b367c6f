/** Which namespaces a viewer may see Leases of: null for all of them, else exactly these. */
export type Sight = ReadonlySet<string> | null;
