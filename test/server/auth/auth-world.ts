/** An API server that answers reviews, and a gate that asks it, with a clock that is moved by hand. */
import { randomBytes } from 'node:crypto';
import { KubeFailure } from '../../../lib/kube/failure.ts';
import { createReviews } from '../../../lib/kube/reviews.ts';
import type { AuthConfig } from '../../../lib/server/auth/auth-config.ts';
import { createGate } from '../../../lib/server/auth/auth-gate.ts';
import { createSessions } from '../../../lib/server/auth/auth-session.ts';
import { readConfig } from '../../../lib/server/config.ts';

type Spec = {
  token?: string;
  audiences?: string[];
  user?: string;
  resourceAttributes?: { namespace?: string };
  nonResourceAttributes?: { path: string };
};
export type Person = {
  user: string;
  groups?: string[];
  extra?: Record<string, string[]>;
  namespaces?: string[];
  paths?: string[];
};

/** `people`: by token; those without `namespaces` may list everywhere. */
export function authWorld(
  people: Record<string, Person>,
  over: Partial<AuthConfig> = {},
  time: (() => number) | null = null,
) {
  let now = 1_000_000;
  let failure: KubeFailure | null = null;
  let namespaces = new Set(['apps', 'kube-system', 'payments']);
  const asked: { token: string[]; access: (string | null)[] } = { token: [], access: [] };
  const failures: KubeFailure[] = [];
  const strangers: string[] = [];
  let hold: Promise<void> | null = null;

  const reviews = createReviews({
    async review(path, object) {
      const { spec } = object as { spec: Spec };
      const isToken = path.endsWith('tokenreviews');
      if (isToken) asked.token.push(spec.token ?? '');
      else asked.access.push(spec.resourceAttributes?.namespace ?? spec.nonResourceAttributes?.path ?? null);
      await hold;
      if (failure !== null) return { type: 'failure', failure };
      return { type: 'body', body: { status: isToken ? identified(spec) : allowed(spec) } };
    },
  });
  function identified(spec: Spec): unknown {
    const person = people[spec.token ?? ''];
    if (person === undefined) return { authenticated: false, error: 'invalid bearer token' };
    const user = { username: person.user, groups: person.groups ?? [], extra: person.extra ?? {} };
    return {
      authenticated: true,
      user,
      ...(spec.audiences === undefined ? {} : { audiences: spec.audiences }),
    };
  }
  function allowed(spec: Spec): unknown {
    const person = Object.values(people).find((one) => one.user === spec.user);
    const path = spec.nonResourceAttributes?.path;
    if (path !== undefined) return { allowed: person?.paths?.includes(path) ?? false };
    const namespace = spec.resourceAttributes?.namespace;
    const may = person?.namespaces;
    return {
      allowed:
        person !== undefined && (may === undefined || (namespace !== undefined && may.includes(namespace))),
    };
  }

  const sessions = createSessions('x'.repeat(32), randomBytes);
  const gate = createGate({
    config: { ...readConfig({}).auth, mode: 'token', ...over },
    reviews,
    sessions,
    namespaces: () => namespaces,
    hashKey: randomBytes(32),
    now: time ?? (() => now),
    random: () => 0.5,
    onFailure: (error) => failures.push(error),
    onStranger: (address) => strangers.push(address),
  });
  return {
    gate,
    sessions,
    asked,
    failures,
    strangers,
    pass: (ms: number) => {
      now += ms;
    },
    now: () => now,
    away: (isAway: boolean, type: KubeFailure['type'] = 'network') => {
      failure = isAway ? new KubeFailure(type, 'refused', 'connect ECONNREFUSED 10.0.0.1:443', '') : null;
    },
    /** Answers wait until what is returned is called. */
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      hold = promise;
      return () => {
        hold = null;
        resolve();
      };
    },
    holdNamespaces: (names: string[]) => {
      namespaces = new Set(names);
    },
  };
}
