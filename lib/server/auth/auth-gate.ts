/**
 * Who may see what: the API server says who a token is and what they may list, and what it said stands for half a minute.
 * Where it cannot be asked, and nothing stands any more, nobody is let in.
 */
import { createHmac } from 'node:crypto';
import { failureOf, KubeFailure } from '../../kube/failure.ts';
import type { Identity, Reviews } from '../../kube/reviews.ts';
import { ApiError } from '../api/api-error.ts';
import type { CurrentViewer } from '../current-viewer.ts';
import { clientKey } from '../http/client-address.ts';
import { createTokenBuckets } from '../http/token-buckets.ts';
import type { Sight } from '../sight.ts';
import { createAnswers } from './auth-answers.ts';
import type { Claim } from './auth-claim.ts';
import type { AuthConfig } from './auth-config.ts';
import { LONGEST_SESSION_MS, namedEnd, sessionEnd } from './auth-expiry.ts';
import { createKeptKeys } from './auth-kept-keys.ts';
import { createLanes } from './auth-lanes.ts';
import type { Session, Sessions } from './auth-session.ts';
import { askRights, type Rights } from './auth-sights.ts';
import { createTokens, tooMany } from './auth-tokens.ts';

/** Of a client, by tokens that are accepted: whoever ends sessions by the thousand pushes others out of memory. */
export const SIGN_INS = { burst: 100, perSecond: 1 };
const MOST_USERS = 500;
/** More than all clients together can sign in to and out of in the time for which a session is remembered as ended. */
const MOST_ENDED = 100_000;
const LANES = { most: 16, waitingOfOne: 20_000, waiting: 100_000 };

/** `stream`: what outlives the request begins with what a recheck would tell. */
export type Purpose = 'data' | 'stream' | 'metrics' | 'sign-in';
export type SignedIn = { user: string; cookie: string; expiresAt: number; lastsMs: number };

export type Gate = {
  /** Rejects with an `ApiError`: `unauthorized`, `forbidden`, `too_many_requests`, `overloaded`, `unavailable`. */
  admit(claim: Claim, client: string, purpose: Purpose): Promise<CurrentViewer>;
  /** As `admit`, and `invalid_parameter` for a token that no cookie can hold. */
  signIn(token: string, client: string): Promise<SignedIn>;
  /** Null for no session, or one that was ended here. */
  session(cookie: string): Session | null;
  end(session: string): void;
  /** Tells of an address that asks where only proxies may, and is none of theirs. */
  stranger(address: string): void;
};

export type GateOptions = {
  config: Pick<AuthConfig, 'mode' | 'proxyReview' | 'audiences'>;
  reviews: Reviews;
  sessions: Sessions;
  namespaces: () => ReadonlySet<string>;
  /** Of this process alone: tokens are remembered only by it. */
  hashKey: Buffer;
  /** Epoch ms of a clock that never steps. */
  now: () => number;
  /** From 0 to below 1. */
  random: () => number;
  /** Told of each question that the API server did not answer. */
  onFailure: (failure: KubeFailure) => void;
  /** Told of each address that asked and is no trusted proxy's. */
  onStranger: (address: string) => void;
};

export function createGate(options: GateOptions): Gate {
  const { config, reviews, sessions, now, onFailure } = options;
  const signIns = createTokenBuckets(SIGN_INS.burst, SIGN_INS.perSecond);
  const ended = createKeptKeys(MOST_ENDED);
  const lanes = createLanes(LANES);

  const tell = (error: unknown): void => {
    if (!(error instanceof ApiError)) onFailure(failureOf(error));
  };
  const common = { onFailure: tell, now };
  const hashed = (text: string): string =>
    createHmac('sha256', options.hashKey).update(text).digest('base64url');
  const tokens = createTokens({
    ...common,
    review: reviews.token,
    audiences: config.audiences,
    lanes,
    hashed,
  });
  const rights = createAnswers<Identity, Rights>({
    ...common,
    most: MOST_USERS,
    drops: () => false,
    ask: (identity, before) =>
      askRights(identity, before, {
        access: reviews.access,
        namespaces: options.namespaces,
        lanes,
        now,
      }),
  });
  const metrics = createAnswers<Identity, boolean>({
    ...common,
    most: MOST_USERS,
    drops: () => false,
    async ask(identity) {
      const wish = { type: 'path', path: '/metrics' } as const;
      const answer = await lanes(identity.user, () => reviews.access(identity, wish));
      if (answer.type === 'failure') throw answer.failure;
      return answer.allowed;
    },
  });

  async function identify(claim: Claim, client: string, purpose: Purpose): Promise<Identity> {
    if (claim.type === 'token') {
      const identity = await tokens.identify(claim, client);
      return purpose === 'stream' ? tokens.recheck(claim.token) : identity;
    }
    return { user: claim.user, uid: '', groups: [...claim.groups, 'system:authenticated'], extra: {} };
  }

  const seesAll = (claim: Claim): boolean => claim.type === 'named' && !config.proxyReview;

  function seen({ sight }: Rights, { user }: Identity): Sight {
    if (sight?.size !== 0 || options.namespaces().size === 0) return sight;
    throw new ApiError(
      'forbidden',
      `${user} may list Leases (leases.coordination.k8s.io) in no namespace that has any; whoever grants rights in this cluster can change that.`,
    );
  }

  async function recheck(claim: Claim, identity: Identity): Promise<Sight | 'gone'> {
    try {
      let known = identity;
      if (claim.type === 'token') {
        const { session, token } = claim;
        if (session !== null && (session.expiresAt <= now() || ended.has(session.id, now()))) return 'gone';
        known = await tokens.recheck(token);
      }
      return seesAll(claim) ? null : seen(await rights.recheck(hashed(nameOf(known)), known), known);
    } catch (error) {
      tell(error);
      return 'gone';
    }
  }

  async function admit(claim: Claim, client: string, purpose: Purpose): Promise<CurrentViewer> {
    try {
      const identity = await identify(claim, client, purpose);
      const { user } = identity;
      const until = claim.type === 'named' ? namedEnd(now(), options.random()) : Number.POSITIVE_INFINITY;
      const viewer = (sight: Sight): CurrentViewer => ({
        user,
        sight,
        recheck: async () => (now() >= until ? 'gone' : recheck(claim, identity)),
        ...(claim.type === 'token' && claim.session !== null ? { session: claim.session.id } : {}),
      });
      if (seesAll(claim)) return viewer(null);
      const name = hashed(nameOf(identity));
      if (purpose === 'sign-in') rights.renew(name);
      const ask = purpose === 'stream' ? rights.recheck : rights.get;
      if (purpose !== 'metrics') return viewer(seen(await ask(name, identity), identity));
      // As for the metrics of Kubernetes itself: the right that a Prometheus has anyway.
      if (await metrics.get(name, identity)) return viewer(null);
      throw new ApiError('forbidden', `${user} may not get /metrics (a right on a nonResourceURL).`);
    } catch (error) {
      if (!(error instanceof KubeFailure)) throw error;
      onFailure(error);
      throw away(error);
    }
  }

  return {
    admit,
    async signIn(token, client) {
      const expiresAt = sessionEnd(token, now());
      const { user } = await admit({ type: 'token', token, session: null }, client, 'sign-in');
      const waitMs = signIns.take(clientKey(client), now());
      if (waitMs > 0) throw tooMany('This client signs in too often; wait a moment.', waitMs);
      const cookie = sessions.seal(token, expiresAt);
      if (cookie === null)
        throw new ApiError(
          'payload_too_large',
          'This token is too long for a cookie; send it as Authorization: Bearer, or use a shorter one.',
        );
      return { user: user ?? '', cookie, expiresAt, lastsMs: expiresAt - now() };
    },
    session(cookie) {
      const session = sessions.open(cookie, now());
      return session === null || ended.has(session.id, now()) ? null : session;
    },
    end: (session) => ended.add(session, now() + LONGEST_SESSION_MS),
    stranger: options.onStranger,
  };
}

/** Of all that the API server decides by: two tokens of one ServiceAccount may differ in it. */
function nameOf({ user, uid, groups, extra }: Identity): string {
  return JSON.stringify([user, uid, [...groups].sort(), Object.entries(extra).sort()]);
}

/** What exactly failed is for the log: whoever asks is nobody yet. */
function away({ type }: KubeFailure): ApiError {
  return new ApiError(
    'unavailable',
    type === 'forbidden'
      ? 'Tenure may not ask the API server who you are or what you may see: it lacks the right to create tokenreviews and subjectaccessreviews.'
      : 'The API server does not say who you are or what you may see, so nothing is shown; Tenure asks again with your next request.',
    { headers: { 'Retry-After': '5' } },
  );
}
