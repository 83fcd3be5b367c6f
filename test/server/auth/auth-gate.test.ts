import { describe, expect, it } from 'vitest';
import { RECALLED_MS, SOON_MS, STANDS_MS } from '../../../lib/server/auth/auth-answers.ts';
import type { Claim } from '../../../lib/server/auth/auth-claim.ts';
import { LONGEST_SESSION_MS } from '../../../lib/server/auth/auth-expiry.ts';
import { SIGN_INS } from '../../../lib/server/auth/auth-gate.ts';
import { REFUSED_STANDS } from '../../../lib/server/auth/auth-sights.ts';
import { FAILURES, NEW_TOKENS } from '../../../lib/server/auth/auth-tokens.ts';
import { authWorld, type Person } from './auth-world.ts';

const bearer = (token: string): Claim => ({ type: 'token', token, session: null });
const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'let in',
    (error: unknown) => (error as { code: string }).code,
  );
const PEOPLE = () => ({
  admin: { user: 'ana' },
  dev: { user: 'ben', groups: ['devs'], namespaces: ['apps'] as string[] },
  none: { user: 'cleo', namespaces: [] as string[] },
  scraper: { user: 'prometheus', namespaces: [] as string[], paths: ['/metrics'] },
});

describe('who is let in', () => {
  it('sees all who may list everywhere, and others the namespaces in which they may', async () => {
    const { gate, asked } = authWorld(PEOPLE());
    expect(await gate.admit(bearer('admin'), 'c', 'data')).toMatchObject({ user: 'ana', sight: null });
    expect(asked.access).toEqual([null]);
    const { user, sight } = await gate.admit(bearer('dev'), 'c', 'data');
    expect([user, [...(sight ?? [])]]).toEqual(['ben', ['apps']]);
  });

  it('is nobody whose token the API server does not know, and is not asked about again at once', async () => {
    const { gate, asked, pass } = authWorld(PEOPLE());
    expect(await codeOf(gate.admit(bearer('guess'), 'c', 'data'))).toBe('unauthorized');
    expect(await codeOf(gate.admit(bearer('guess'), 'c', 'data'))).toBe('unauthorized');
    expect(asked.token).toEqual(['guess']);
    pass(STANDS_MS);
    await codeOf(gate.admit(bearer('guess'), 'c', 'data'));
    expect(asked.token).toHaveLength(2);
  });

  it('is refused who may list nowhere, but not where there is nothing yet', async () => {
    const { gate, holdNamespaces } = authWorld(PEOPLE());
    expect(await codeOf(gate.admit(bearer('none'), 'c', 'data'))).toBe('forbidden');
    holdNamespaces([]);
    expect((await gate.admit(bearer('none'), 'c', 'data')).sight?.size).toBe(0);
  });

  it('reads metrics who may get that path, and nobody else for seeing something', async () => {
    const { gate } = authWorld(PEOPLE());
    expect(await codeOf(gate.admit(bearer('scraper'), 'c', 'metrics'))).toBe('let in');
    expect(await codeOf(gate.admit(bearer('scraper'), 'c', 'data'))).toBe('forbidden');
    expect(await codeOf(gate.admit(bearer('dev'), 'c', 'metrics'))).toBe('forbidden');
  });

  it('is only let in with a token for one of the audiences that are asked for', async () => {
    const { gate } = authWorld(PEOPLE(), { audiences: ['tenure'] });
    expect(await codeOf(gate.admit(bearer('admin'), 'c', 'data'))).toBe('let in');
  });

  it('as a proxy says, without a question; with one where that is asked for', async () => {
    const named: Claim = { type: 'named', user: 'ben', groups: ['devs'] };
    const trusting = authWorld(PEOPLE(), { mode: 'proxy' });
    expect(await trusting.gate.admit(named, 'c', 'data')).toMatchObject({ user: 'ben', sight: null });
    expect(trusting.asked.access).toEqual([]);
    const asking = authWorld(PEOPLE(), { mode: 'proxy', proxyReview: true });
    expect([...((await asking.gate.admit(named, 'c', 'data')).sight ?? [])]).toEqual(['apps']);
    expect(await codeOf(asking.gate.admit({ ...named, user: 'dora' }, 'c', 'data'))).toBe('forbidden');
  });
});

describe('what was said stands for half a minute', () => {
  it('a right that went is noticed within it, also by who has a stream open', async () => {
    const people = PEOPLE();
    const { gate, pass } = authWorld(people);
    const viewer = await gate.admit(bearer('dev'), 'c', 'data');
    people.dev.namespaces = [];
    pass(STANDS_MS);
    expect(await viewer.recheck()).toBe('gone');
    expect(await codeOf(gate.admit(bearer('dev'), 'c', 'data'))).toBe('forbidden');
  });

  it('a token that was revoked, too', async () => {
    const people: Record<string, { user: string }> = PEOPLE();
    const { gate, pass } = authWorld(people);
    const viewer = await gate.admit(bearer('admin'), 'c', 'data');
    delete people.admin;
    pass(STANDS_MS + 1);
    expect(await codeOf(gate.admit(bearer('admin'), 'c', 'data'))).toBe('unauthorized');
    expect(await viewer.recheck()).toBe('gone');
  });

  it('a right that was granted is noticed within it too', async () => {
    const people = PEOPLE();
    const { gate, pass } = authWorld(people);
    const viewer = await gate.admit(bearer('dev'), 'c', 'data');
    people.dev.namespaces = ['apps', 'kube-system'];
    pass(REFUSED_STANDS.leastMs);
    expect(await viewer.recheck()).toEqual(new Set(['apps', 'kube-system']));
  });

  it('a stream, which asks each 10 s, is told of it the second time, also where answers are slow', async () => {
    const people = PEOPLE();
    const { gate, pass, hold } = authWorld(people);
    const release = hold();
    const admitted = gate.admit(bearer('dev'), 'c', 'data');
    pass(2_000);
    release();
    const viewer = await admitted;
    people.dev.namespaces = ['apps', 'kube-system'];
    pass(8_000);
    expect(await viewer.recheck()).toEqual(new Set(['apps']));
    pass(10_000);
    expect(await viewer.recheck()).toEqual(new Set(['apps', 'kube-system']));
  });

  it('where many are refused, one that was granted is noticed later, and at once by who signs in anew', async () => {
    const people = PEOPLE();
    const { gate, pass, asked, holdNamespaces } = authWorld(people);
    holdNamespaces(['apps', 'payments', 'kube-system', ...Array.from({ length: 97 }, (_, i) => `team-${i}`)]);
    const viewer = await gate.admit(bearer('dev'), 'c', 'data');
    people.dev.namespaces = ['apps', 'kube-system'];
    pass(STANDS_MS);
    expect(await viewer.recheck()).toEqual(new Set(['apps']));
    pass(STANDS_MS);
    await gate.signIn('dev', 'c');
    expect(await viewer.recheck()).toEqual(new Set(['apps', 'kube-system']));
    people.dev.namespaces = ['apps', 'payments'];
    pass(REFUSED_STANDS.eachMs * 98 - 1);
    expect(await viewer.recheck()).toEqual(new Set(['apps']));
    asked.access = [];
    pass(REFUSED_STANDS.mostMs);
    expect(await viewer.recheck()).toEqual(new Set(['apps', 'payments']));
    expect(asked.access).toHaveLength(101);
  });

  it('while the API server is away; then nobody is let in, and nobody told more than that', async () => {
    const { gate, pass, away, failures } = authWorld(PEOPLE());
    const viewer = await gate.admit(bearer('admin'), 'c', 'data');
    away(true);
    pass(RECALLED_MS);
    expect(await viewer.recheck()).toBeNull();
    expect(await codeOf(gate.admit(bearer('admin'), 'c', 'stream'))).toBe('let in');
    pass(1);
    expect(await viewer.recheck()).toBe('gone');
    expect(await codeOf(gate.admit(bearer('admin'), 'c', 'stream'))).toBe('unavailable');
    pass(STANDS_MS - RECALLED_MS - 1);
    expect(await codeOf(gate.admit(bearer('admin'), 'c', 'data'))).toBe('let in');
    pass(1);
    const refused = gate.admit(bearer('admin'), 'c', 'data');
    await expect(refused).rejects.toMatchObject({ code: 'unavailable', status: 503 });
    await expect(refused).rejects.not.toThrow(/10\.0\.0\.1/);
    expect(failures.length).toBeGreaterThan(0);
    away(false);
    expect(await codeOf(gate.admit(bearer('admin'), 'c', 'data'))).toBe('let in');
  });

  it('a stream begins with what is true now, and not with what was said a while ago', async () => {
    const people = PEOPLE();
    people.dev.namespaces = ['apps', 'payments'];
    const { gate, pass } = authWorld(people);
    await gate.admit(bearer('dev'), 'c', 'data');
    await gate.admit(bearer('admin'), 'c', 'data');
    people.dev.namespaces = ['payments'];
    pass(SOON_MS);
    expect((await gate.admit(bearer('dev'), 'c', 'data')).sight).toEqual(new Set(['apps', 'payments']));
    expect((await gate.admit(bearer('dev'), 'c', 'stream')).sight).toEqual(new Set(['payments']));
    Reflect.deleteProperty(people, 'admin');
    expect(await codeOf(gate.admit(bearer('admin'), 'c', 'data'))).toBe('let in');
    expect(await codeOf(gate.admit(bearer('admin'), 'c', 'stream'))).toBe('unauthorized');
  });

  it('says what right Tenure itself lacks', async () => {
    const { gate, away } = authWorld(PEOPLE());
    away(true, 'forbidden');
    await expect(gate.admit(bearer('admin'), 'c', 'data')).rejects.toThrow(/create tokenreviews/);
  });
});

describe('how much the API server is asked', () => {
  it('once for all calls of a page', async () => {
    const { gate, asked } = authWorld(PEOPLE());
    await Promise.all(Array.from({ length: 20 }, () => gate.admit(bearer('dev'), 'c', 'data')));
    expect(asked.token).toHaveLength(1);
    expect(asked.access).toHaveLength(4);
  });

  it('of 500 namespaces each once, and then only of those that are seen', async () => {
    const { gate, asked, pass, holdNamespaces } = authWorld(PEOPLE());
    holdNamespaces(['apps', ...Array.from({ length: 499 }, (_, index) => `ns-${index}`)]);
    const viewer = await gate.admit(bearer('dev'), 'c', 'data');
    expect(asked.access).toHaveLength(501);
    asked.access.length = 0;
    for (let round = 1; round <= 8; round += 1) {
      pass(STANDS_MS);
      expect(await viewer.recheck()).toEqual(new Set(['apps']));
    }
    expect(asked.access).toHaveLength(16);
  });

  it('not by guesses: so many of a client, and what people use already goes on', async () => {
    const { gate, asked, now } = authWorld(PEOPLE());
    const { cookie } = await gate.signIn('admin', 'mallory');
    const codes = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        codeOf(gate.admit(bearer(`guess-${index}`), 'mallory', 'data')),
      ),
    );
    expect(codes.filter((code) => code === 'unauthorized')).toHaveLength(FAILURES.burst);
    expect(new Set(codes)).toEqual(new Set(['unauthorized', 'too_many_requests']));
    expect(asked.token).toHaveLength(FAILURES.burst + 1);
    expect(await codeOf(gate.admit(bearer('dev'), 'mallory', 'data'))).toBe('too_many_requests');
    expect(await codeOf(gate.admit(bearer('dev'), 'another', 'data'))).toBe('let in');
    const session = gate.session(cookie);
    expect(session?.expiresAt).toBe(now() + LONGEST_SESSION_MS);
    expect(await codeOf(gate.admit({ type: 'token', token: 'admin', session }, 'mallory', 'data'))).toBe(
      'let in',
    );
  });

  it('not by guesses of many clients: what waits has an end', async () => {
    const { gate, asked, hold, pass } = authWorld(PEOPLE());
    const viewer = await gate.admit(bearer('dev'), 'c', 'data');
    pass(STANDS_MS);
    const letGo = hold();
    const guesses = Array.from({ length: 500 }, (_, index) =>
      codeOf(gate.admit(bearer(`guess-${index}`), `10.0.${index >> 8}.${index & 255}`, 'data')),
    );
    const rechecked = viewer.recheck();
    await new Promise(setImmediate);
    expect(asked.token.length).toBeLessThanOrEqual(10);
    letGo();
    // Who is known stood in no line behind them.
    expect(await rechecked).toEqual(new Set(['apps']));
    const codes = await Promise.all(guesses);
    expect(codes.filter((code) => code === 'overloaded').length).toBeGreaterThan(400);
    expect(await codeOf(gate.admit(bearer('admin'), 'c', 'data'))).toBe('let in');
  });

  /** Tokens of one ServiceAccount, of which each is another to the API server. */
  const tokensOf = (user: string, count: number): Record<string, Person> =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `${user}-${index}`,
        { user, namespaces: ['apps'], extra: { 'authentication.kubernetes.io/credential-id': [`${index}`] } },
      ]),
    );

  it('not by new tokens without end, though each is accepted: so many of a client', async () => {
    const { gate, asked, pass } = authWorld({ ...PEOPLE(), ...tokensOf('mallory', NEW_TOKENS.burst + 2) });
    const { cookie } = await gate.signIn('admin', 'another');
    const admit = (index: number, client = 'c') =>
      codeOf(gate.admit(bearer(`mallory-${index}`), client, 'data'));
    // One that is shown by a page with all its calls is one.
    await Promise.all(Array.from({ length: 20 }, () => admit(0)));
    for (let index = 1; index < NEW_TOKENS.burst; index += 1) expect(await admit(index)).toBe('let in');
    asked.token = [];
    expect(await admit(NEW_TOKENS.burst)).toBe('too_many_requests');
    expect(await codeOf(gate.signIn(`mallory-${NEW_TOKENS.burst}`, 'c'))).toBe('too_many_requests');
    expect(asked.token).toEqual([]);
    expect(await admit(0)).toBe('let in');
    expect(await admit(NEW_TOKENS.burst, 'another')).toBe('let in');
    const session = gate.session(cookie);
    expect(await codeOf(gate.admit({ type: 'token', token: 'admin', session }, 'c', 'data'))).toBe('let in');
    pass(1000 / NEW_TOKENS.perSecond);
    expect(await admit(NEW_TOKENS.burst + 1)).toBe('let in');
  });

  it('is no new token what was not accepted, or not answered', async () => {
    const { gate, away } = authWorld(PEOPLE());
    away(true);
    for (let at = 0; at < NEW_TOKENS.burst + 1; at += 1)
      expect(await codeOf(gate.admit(bearer('admin'), 'c', 'data'))).toBe('unavailable');
    away(false);
    expect(await codeOf(gate.admit(bearer('admin'), 'c', 'data'))).toBe('let in');
  });

  it('nobody waits until all tokens of somebody else are told of', async () => {
    const { gate, asked, holdNamespaces } = authWorld({ ...PEOPLE(), ...tokensOf('mallory', 15) });
    holdNamespaces(['apps', ...Array.from({ length: 399 }, (_, index) => `ns-${index}`)]);
    const flood = Array.from({ length: 15 }, (_, index) =>
      gate.admit(bearer(`mallory-${index}`), 'c', 'data'),
    );
    while (asked.access.length < 1000) await Promise.resolve();
    await gate.admit(bearer('dev'), 'another', 'data');
    // Their own, and as many of the other's meanwhile.
    expect(asked.access.length).toBeLessThan(1000 + 2 * 401 + 100);
    await Promise.all(flood);
    expect(asked.access).toHaveLength(16 * 401);
  });

  it('is no guess what was not answered', async () => {
    const { gate, away } = authWorld(PEOPLE());
    away(true);
    for (let at = 0; at < FAILURES.burst * 2; at += 1)
      expect(await codeOf(gate.admit(bearer('admin'), 'c', 'data'))).toBe('unavailable');
    away(false);
    expect(await codeOf(gate.admit(bearer('admin'), 'c', 'data'))).toBe('let in');
  });
});

describe('a session', () => {
  it('lasts until it is ended, here for every copy of it, or is over', async () => {
    const { gate, pass } = authWorld(PEOPLE());
    const { cookie, user } = await gate.signIn('dev', 'c');
    expect(user).toBe('ben');
    const session = gate.session(cookie);
    if (session === null) throw new Error('no session');
    const viewer = await gate.admit({ type: 'token', token: session.token, session }, 'c', 'data');
    expect(viewer.session).toBe(session.id);
    gate.end(session.id);
    expect(gate.session(cookie)).toBeNull();
    expect(await viewer.recheck()).toBe('gone');
    const other = await gate.signIn('dev', 'c');
    expect(gate.session(other.cookie)).not.toBeNull();
    pass(LONGEST_SESSION_MS);
    expect(gate.session(other.cookie)).toBeNull();
  });

  it('does not begin with a token of nobody, or of who sees nothing', async () => {
    const { gate } = authWorld(PEOPLE());
    expect(await codeOf(gate.signIn('guess', 'c'))).toBe('unauthorized');
    expect(await codeOf(gate.signIn('none', 'c'))).toBe('forbidden');
  });

  it('does not let one client begin sessions without end, which would push those that were ended out of memory', async () => {
    const { gate, pass } = authWorld(PEOPLE());
    const { cookie } = await gate.signIn('admin', 'other');
    const id = gate.session(cookie)?.id ?? '';
    gate.end(id);
    for (let at = 0; at < SIGN_INS.burst; at++) await gate.signIn('dev', 'c');
    expect(await codeOf(gate.signIn('dev', 'c'))).toBe('too_many_requests');
    expect(await codeOf(gate.signIn('dev', 'another client'))).toBe('let in');
    // Its calls are not counted by this.
    expect(await codeOf(gate.admit(bearer('dev'), 'c', 'data'))).toBe('let in');
    pass(1000 / SIGN_INS.perSecond);
    expect(await codeOf(gate.signIn('dev', 'c'))).toBe('let in');
    expect(gate.session(cookie)).toBeNull();
  });
});
