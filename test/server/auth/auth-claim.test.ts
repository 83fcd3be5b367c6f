import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimOf, pastedToken } from '../../../lib/server/auth/auth-claim.ts';
import type { Session } from '../../../lib/server/auth/auth-session.ts';

const TOKEN = { mode: 'token', userHeader: 'x-forwarded-user', groupsHeader: null } as const;
const PROXY = { mode: 'proxy', userHeader: 'x-forwarded-user', groupsHeader: 'x-forwarded-groups' } as const;
const SESSION: Session = { id: 's', token: 'kept', expiresAt: 9 };
const open = (text: string): Session | null => (text === 'good' ? SESSION : null);
type Mode = typeof TOKEN | typeof PROXY | { mode: 'none'; userHeader: string; groupsHeader: null };
const claim = (config: Mode, rawHeaders: string[], isPeerTrusted = true) =>
  claimOf(config, { rawHeaders, isPeerTrusted, cookieName: 'tenure-session' }, open);
const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
const bearer = (token: string) => ({ type: 'token', token, session: null });

describe('with tokens', () => {
  it.each([
    [['Authorization', 'Bearer a.b-c_d~e+f/g=='], bearer('a.b-c_d~e+f/g==')],
    [['AUTHORIZATION', 'bearer   x'], bearer('x')],
    [['authorization', 'Bearer a b'], null],
    [['authorization', 'Bearer '], null],
    [['authorization', 'Bearer a\u0000'], null],
    [['authorization', 'Bearer a', 'Authorization', 'Bearer b'], null],
    [['authorization', 'Basic eDp5', 'authorization', 'Bearer b'], null],
    [['cookie', 'tenure-session=good'], { type: 'token', token: 'kept', session: SESSION }],
    [['cookie', 'a=b; tenure-session=good;c=d'], { type: 'token', token: 'kept', session: SESSION }],
    // Of another login before Tenure.
    [['authorization', 'Basic eDp5', 'cookie', 'tenure-session=good'], { token: 'kept' }],
    [['authorization', 'Bearer x', 'cookie', 'tenure-session=good'], bearer('x')],
    [['authorization', 'Bearer ?', 'cookie', 'tenure-session=good'], null],
    [['cookie', 'tenure-session=bad'], null],
    // Somebody else has put one of them there.
    [['cookie', 'tenure-session=good; tenure-session=bad'], null],
    [['cookie', 'tenure-session=bad', 'cookie', 'tenure-session=good'], null],
    [['cookie', 'TENURE-SESSION=good'], null],
    [['cookie', '__Host-tenure-session=good'], null],
    [['x-forwarded-user', 'admin', 'x-remote-user', 'admin'], null],
    [[], null],
  ])('%j', (headers, expected) => {
    if (expected === null) expect(claim(TOKEN, headers)).toBeNull();
    else expect(claim(TOKEN, headers)).toMatchObject(expected);
  });
});

const nobody = (why: 'missing' | 'twice' | 'unfit', header = 'x-forwarded-user') => ({
  type: 'nobody',
  why,
  header,
});

describe('behind a proxy', () => {
  it.each([
    [['X-Forwarded-User', ' ana '], { user: 'ana', groups: [] }],
    [['x-forwarded-user', 'ana@example.org', 'X-FORWARDED-GROUPS', 'dev, ops,,'], { groups: ['dev', 'ops'] }],
    [['x-forwarded-user', 'ana', 'X-Forwarded-User', 'root'], nobody('twice')],
    [
      ['x-forwarded-user', 'ana', 'x-forwarded-groups', 'a', 'X-Forwarded-Groups', 'b'],
      nobody('twice', 'x-forwarded-groups'),
    ],
    [['x_forwarded_user', 'ana'], nobody('missing')],
    // As Node hands on what a proxy sends as UTF-8.
    [
      ['x-forwarded-user', latin1('anaïs'), 'x-forwarded-groups', latin1('dév')],
      { user: 'anaïs', groups: ['dév'] },
    ],
    [['x-forwarded-user', latin1('niccolà')], { user: 'niccolà' }],
    [['x-forwarded-user', latin1('ana\u00a0')], nobody('unfit')],
    [['x-forwarded-user', latin1('\ufeffana')], nobody('unfit')],
    [['x-forwarded-user', 'ana\u00e9'], nobody('unfit')],
    [['x-forwarded-user', ''], nobody('missing')],
    [['x-forwarded-user', '', 'x-forwarded-user', 'ana'], nobody('twice')],
    [['x-forwarded-user', 'system:admin'], nobody('unfit')],
    [['x-forwarded-user', 'System:Admin'], nobody('unfit')],
    [
      ['x-forwarded-user', 'ana', 'x-forwarded-groups', 'dev,system:masters'],
      nobody('unfit', 'x-forwarded-groups'),
    ],
    [['x-forwarded-user', 'a\u0007b'], nobody('unfit')],
    [['x-forwarded-user', 'a'.repeat(300)], nobody('unfit')],
    [['authorization', 'Bearer x', 'cookie', 'tenure-session=good'], nobody('missing')],
    [[], nobody('missing')],
  ])('%j', (headers, expected) => {
    expect(claim(PROXY, headers)).toMatchObject({ type: 'named', ...expected });
  });

  it('nobody else is believed, whatever they send', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('X-Forwarded-User', 'x-forwarded-groups', 'ana', 'dev')),
        (raw) => {
          expect(claim(PROXY, raw, false)).toEqual({ type: 'nobody', why: 'stranger' });
        },
      ),
    );
  });

  it('groups are only taken from a header that was named', () =>
    expect(
      claim({ ...PROXY, groupsHeader: null } as never, [
        'x-forwarded-user',
        'ana',
        'x-forwarded-groups',
        'ops',
      ]),
    ).toMatchObject({ groups: [] }));
});

it('nobody is anybody where nobody is asked', () =>
  expect(
    claim({ mode: 'none', userHeader: 'x-forwarded-user', groupsHeader: null }, [
      ...['authorization', 'Bearer x', 'x-forwarded-user', 'ana', 'cookie', 'tenure-session=good'],
    ]),
  ).toBeNull());

it.each([
  ['  eyJ.a.b \n', 'eyJ.a.b'],
  ['Bearer eyJ.a.b', 'eyJ.a.b'],
  ['', null],
  ['two words', null],
  ['kubeconfig: |', null],
])('of what is pasted, %j is %j', (pasted, token) => expect(pastedToken(pasted)).toBe(token));
