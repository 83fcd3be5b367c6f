/** Who a token is, as the API server says; what a client may try of it, and how many new ones it may show. */
import type { Identity, Reviews } from '../../kube/reviews.ts';
import { ApiError } from '../api/api-error.ts';
import { clientKey } from '../http/client-address.ts';
import { createTokenBuckets } from '../http/token-buckets.ts';
import { createAnswers, STANDS_MS } from './auth-answers.ts';
import type { Claim } from './auth-claim.ts';
import { createKeptKeys } from './auth-kept-keys.ts';
import { createLanes, type Lanes } from './auth-lanes.ts';

/** Of a client: tokens that were never accepted, such as somebody guesses. */
export const FAILURES = { burst: 20, perSecond: 0.1 };
/**
 * Of a client: tokens that are accepted and were not known here. Each asks for each namespace, and whoever may make
 * tokens of a ServiceAccount has any number. As many at once as a client may have streams.
 */
export const NEW_TOKENS = { burst: 300, perSecond: 1 };
const MOST_TOKENS = 5000;
const MOST_REFUSED = 10_000;
/** A short line of their own, so that nobody who is known waits behind guesses. */
const GUESS_LANES = { most: 8, waitingOfOne: 64, waiting: 64 };

export type Tokens = {
  /** Rejects with an `ApiError`, or with the API server's `KubeFailure` where it does not say. */
  identify(claim: Claim & { type: 'token' }, client: string): Promise<Identity>;
  /** Of a token that was accepted, asked anew. */
  recheck(token: string): Promise<Identity>;
};

export type TokensOptions = {
  review: Reviews['token'];
  audiences: readonly string[];
  /** For questions about tokens that were accepted once. */
  lanes: Lanes;
  hashed: (text: string) => string;
  onFailure: (error: unknown) => void;
  now: () => number;
};

export function createTokens({ review, audiences, lanes, hashed, onFailure, now }: TokensOptions): Tokens {
  const failures = createTokenBuckets(FAILURES.burst, FAILURES.perSecond);
  const fresh = createTokenBuckets(NEW_TOKENS.burst, NEW_TOKENS.perSecond);
  const refused = createKeptKeys(MOST_REFUSED);
  const guessLanes = createLanes(GUESS_LANES);
  /** `by`: the client that shows it for the first time; null for what was accepted once. */
  const tokens = createAnswers<{ token: string; by: string | null }, Identity>({
    most: MOST_TOKENS,
    drops: isRefusal,
    onFailure,
    now,
    async ask({ token, by }, before) {
      if (by === null || before !== null) return lanes(before?.user ?? token, () => asked(token));
      const waitMs = fresh.take(by, now());
      if (waitMs > 0) throw tooMany('This client shows new tokens too often; wait a moment.', waitMs);
      try {
        return await guessLanes(by, () => asked(token));
      } catch (error) {
        fresh.giveBack(by);
        throw error;
      }
    },
  });

  async function asked(token: string): Promise<Identity> {
    const answer = await review(token, audiences);
    if (answer.type === 'failure') throw answer.failure;
    if (answer.type === 'identity') return answer.identity;
    refused.add(hashed(token), now() + STANDS_MS);
    throw notAccepted();
  }

  return {
    /** A token that was never accepted costs its client something, unless it turns out to be somebody's. */
    async identify({ token, session }, client) {
      const key = hashed(token);
      if (refused.has(key, now())) throw notAccepted();
      // What is in a session was accepted once: nobody who floods Tenure with guesses keeps its people out.
      if (session !== null || tokens.knows(key)) return tokens.get(key, { token, by: null });
      const by = clientKey(client);
      const waitMs = failures.take(by, now());
      if (waitMs > 0)
        throw tooMany(
          'Too many tokens of this client are being asked about, or were not accepted; wait a moment.',
          waitMs,
        );
      try {
        const identity = await tokens.get(key, { token, by });
        failures.giveBack(by);
        return identity;
      } catch (error) {
        // Whoever was not answered has guessed nothing.
        if (!isRefusal(error)) failures.giveBack(by);
        throw error;
      }
    },
    recheck: (token) => tokens.recheck(hashed(token), { token, by: null }),
  };
}

export function tooMany(message: string, waitMs: number): ApiError {
  return new ApiError('too_many_requests', message, {
    headers: { 'Retry-After': String(Math.ceil(waitMs / 1000)) },
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'unauthorized';
}

function notAccepted(): ApiError {
  return new ApiError(
    'unauthorized',
    'The API server does not accept this token: it has expired, was revoked, was made for another audience, or is nobody’s.',
    { headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } },
  );
}
