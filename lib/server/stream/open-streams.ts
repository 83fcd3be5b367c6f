/** How many streams are open, overall and for each client: each holds memory for as long as it is. */
export type OpenStreams = {
  /** Null where it may be opened, and counts until `release`; else what there are too many of. `most`: where this client may have another number. */
  open(client: string, most?: number): 'client' | 'all' | null;
  release(client: string): void;
};

export function createOpenStreams(mostOfClient: number, most: number): OpenStreams {
  const open = new Map<string, number>();
  let all = 0;
  return {
    open(client, mostOfIt = mostOfClient) {
      const own = open.get(client) ?? 0;
      if (own >= mostOfIt) return 'client';
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
