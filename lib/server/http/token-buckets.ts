/** How often each client may ask for what is dear: a bucket of tokens that fills by itself, one for each. */

export type TokenBuckets = {
  /** 0 when the client may ask now, and has thereby; else ms until it may. */
  take(client: string, now: number): number;
  /** What was taken turned out to cost nothing. */
  giveBack(client: string): void;
};

/** Beyond that the one that asked the longest ago is forgotten: its bucket is full again by then, or soon. */
const MOST_CLIENTS = 10_000;

/** `burst`: how many at once; `perSecond`: how many from then on. */
export function createTokenBuckets(burst: number, perSecond: number): TokenBuckets {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(client, now) {
      const known = buckets.get(client);
      const filled =
        known === undefined ? burst : known.tokens + (Math.max(0, now - known.at) * perSecond) / 1000;
      const tokens = Math.min(burst, filled);
      buckets.delete(client);
      buckets.set(client, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
      const [oldest] = buckets.keys();
      if (buckets.size > MOST_CLIENTS && oldest !== undefined) buckets.delete(oldest);
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * 1000) / perSecond);
    },
    giveBack(client) {
      const known = buckets.get(client);
      if (known !== undefined) known.tokens = Math.min(burst, known.tokens + 1);
    },
  };
}
