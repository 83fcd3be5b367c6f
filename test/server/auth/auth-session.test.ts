import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_SESSION_MS, sessionEnd } from '../../../lib/server/auth/auth-expiry.ts';
import { createSessions } from '../../../lib/server/auth/auth-session.ts';

const KEY = 'a key that nobody else has, 32 characters long';
const sessions = createSessions(KEY, randomBytes);
const token = fc.stringMatching(/^[A-Za-z0-9\-._~+/]{1,1500}$/);
const sealed = (text: string, expiresAt: number): string => {
  const cookie = sessions.seal(text, expiresAt);
  if (cookie === null) throw new Error('too long');
  return cookie;
};

describe('a sealed session', () => {
  it('is opened by whoever has the key, another replica too, until it is over', () => {
    fc.assert(
      fc.property(token, fc.integer({ min: 1, max: 2 ** 45 }), (text, expiresAt) => {
        const cookie = sealed(text, expiresAt);
        expect(createSessions(KEY, randomBytes).open(cookie, expiresAt - 1)).toMatchObject({
          token: text,
          expiresAt,
        });
        expect(sessions.open(cookie, expiresAt)).toBeNull();
      }),
    );
  });

  it('shows nothing of the token, and is another one each time', () => {
    const cookie = sealed('secret-token-of-somebody', 10);
    const bytes = Buffer.from(cookie.slice(3), 'base64url').toString('latin1');
    expect(cookie + bytes).not.toContain('secret-token');
    expect(sealed('secret-token-of-somebody', 10)).not.toBe(cookie);
    expect(cookie).toMatch(/^v1\.[\w-]+$/);
  });

  it('is refused with any bit of it flipped', () => {
    const cookie = sealed('t', 10);
    for (let at = 0; at < cookie.length; at += 1)
      for (let bit = 0; bit < 8; bit += 1) {
        const bytes = Buffer.from(cookie, 'latin1');
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        expect(sessions.open(bytes.toString('latin1'), 0), `bit ${bit} of ${at}`).toBeNull();
      }
    expect(sessions.open(cookie, 0)?.token).toBe('t');
  });

  it('is refused when it was cut, lengthened or put together of two', () => {
    fc.assert(
      fc.property(token, token, fc.nat(), fc.string({ minLength: 1 }), (one, other, at, more) => {
        const [a, b] = [sealed(one, 10), sealed(other, 10)];
        const cut = 3 + (at % (a.length - 3));
        expect(sessions.open(a.slice(0, cut), 0)).toBeNull();
        expect(sessions.open(a + more, 0)).toBeNull();
        const mixed = a.slice(0, cut) + b.slice(cut);
        if (mixed !== a && mixed !== b) expect(sessions.open(mixed, 0)).toBeNull();
      }),
    );
  });

  it.each(['', 'v1.', 'v0.AAAA', 'none', 'eyJhbGciOiJub25lIn0.e30.', `v1.${'A'.repeat(5000)}`, 'v1.==='])(
    'is not %s',
    (text) => expect(sessions.open(text, 0)).toBeNull(),
  );

  it('is nothing to another key, however alike', () => {
    const cookie = sealed('t', 10);
    for (const key of [`${KEY} `, KEY.slice(1), '', KEY.toUpperCase()])
      expect(createSessions(key, randomBytes).open(cookie, 0)).toBeNull();
  });

  it('is refused for what no cookie can hold', () => {
    expect(sessions.seal('t'.repeat(2700), 10)?.length).toBeLessThan(3800);
    expect(sessions.seal('t'.repeat(4000), 10)).toBeNull();
  });
});

describe('the end of a session', () => {
  const jwt = (claims: unknown): string =>
    `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;
  it.each([
    ['opaque', LONGEST_SESSION_MS],
    ['a.b.c', LONGEST_SESSION_MS],
    [jwt({}), LONGEST_SESSION_MS],
    [jwt(null), LONGEST_SESSION_MS],
    [jwt({ exp: 'tomorrow' }), LONGEST_SESSION_MS],
    [jwt({ exp: 60 }), 60_000],
    [jwt({ exp: 10 ** 9 }), LONGEST_SESSION_MS],
    [jwt({ exp: -1 }), -1000],
  ])('of %s', (text, end) => expect(sessionEnd(text, 0)).toBe(end));
});
