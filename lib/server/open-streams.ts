/** How many streams are open, overall and for each client: each holds memory for as long as it is. */
export type OpenStreams = {
  /** Null where it may be opened, and counts until `release`; else what there are too many of. */
  open(client: string): 'client' | 'all' | null;
  release(client: string): void;
};

export function createOpenStreams(mostOfClient: number, most: number): OpenStreams {
  const open = new Map<string, number>();
  let all = 0;
  return {
    open(client) {
      const own = open.get(client) ?? 0;
      if (own >= mostOfClient) return 'client';
      if (all >= most) return 'all';
      open.set(client, own + 1);
      all += 1;
      return null;
    },
    release(client) {
      const own = open.get(client);
      if (own === undefined) return;
      all -= 1;
      if (own > 1) open.set(client, own - 1);
      else open.delete(client);
    },
  };
}
