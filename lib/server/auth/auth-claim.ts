/**
 * Who a request says it is: pure, from its headers as they came. Whoever says it twice, or where nobody can know who put
 * the header there, has said nothing.
 */
import { isUtf8 } from 'node:buffer';
import type { AuthConfig } from './auth-config.ts';
import type { Session } from './auth-session.ts';

export type Claim =
  /** A bearer token; of a session where it came in one. */
  | { type: 'token'; token: string; session: Session | null }
  /** What a trusted proxy has proved. */
  | { type: 'named'; user: string; groups: string[] };

/** Whom no proxy has proved. `stranger`: it is no trusted one that says it; else the header that is not as it has to be. */
export type Nobody =
  | { type: 'nobody'; why: 'stranger' }
  | { type: 'nobody'; why: 'missing' | 'twice' | 'unfit'; header: string };

export type Asking = {
  /** Names and values in turn, as Node's `rawHeaders`: only there a header that was sent twice is seen. */
  rawHeaders: readonly string[];
  /** Whether the other end of the connection itself is a proxy of TENURE_TRUSTED_PROXIES. */
  isPeerTrusted: boolean;
  cookieName: string;
};

/** RFC 6750, 2.1. */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i;
export const LONGEST_NAME = 256;
export const MOST_GROUPS = 500;

/** Null for nobody, where it is not a proxy that says who asks. `open`: what of the cookie's text is a session. */
export function claimOf(
  config: Pick<AuthConfig, 'mode' | 'userHeader' | 'groupsHeader'>,
  asking: Asking,
  open: (text: string) => Session | null,
): Claim | Nobody | null {
  if (config.mode === 'proxy') return namedOf(config, asking);
  if (config.mode === 'none') return null;
  const { rawHeaders, cookieName } = asking;
  const sent = (name: string): string[] => valuesOf(rawHeaders, name);
  const authorization = sent('authorization');
  const [scheme = ''] = authorization;
  // Another scheme is for whoever stands before Tenure, and says nothing here.
  if (authorization.some((value) => /^bearer\b/i.test(value))) {
    const token = authorization.length === 1 ? BEARER.exec(scheme.trim())?.[1] : undefined;
    return token === undefined ? null : { type: 'token', token, session: null };
  }
  const [cookie, ...others] = cookiesOf(sent('cookie'), cookieName);
  const session = cookie === undefined || others.length > 0 ? null : open(cookie);
  return session === null ? null : { type: 'token', token: session.token, session };
}

/** Of what a stranger sends nothing is looked at: whatever it is, they are answered the same. */
function namedOf(
  { userHeader, groupsHeader }: Pick<AuthConfig, 'userHeader' | 'groupsHeader'>,
  { rawHeaders, isPeerTrusted }: Asking,
): Claim | Nobody {
  const nobody = (why: 'missing' | 'twice' | 'unfit', header: string): Nobody => ({
    type: 'nobody',
    why,
    header,
  });
  if (!isPeerTrusted) return { type: 'nobody', why: 'stranger' };
  const [user = '', ...more] = valuesOf(rawHeaders, userHeader);
  if (more.length > 0) return nobody('twice', userHeader);
  if (user.trim() === '') return nobody('missing', userHeader);
  const name = bare(utf8(user));
  if (!isName(name)) return nobody('unfit', userHeader);
  if (groupsHeader === null) return { type: 'named', user: name, groups: [] };
  const [said = '', ...others] = valuesOf(rawHeaders, groupsHeader);
  if (others.length > 0) return nobody('twice', groupsHeader);
  const groups = groupsOf(utf8(said));
  return groups === null ? nobody('unfit', groupsHeader) : { type: 'named', user: name, groups };
}

/** What a person pastes, with what is around it. Null for what can be no token. */
export function pastedToken(text: string): string | null {
  const bare = text.trim().replace(/^bearer +/i, '');
  return BEARER.exec(`Bearer ${bare}`)?.[1] ?? null;
}

/** Null where it says what no proxy would. */
function groupsOf(said: string): string[] | null {
  const groups = said
    .split(',')
    .map(bare)
    .filter((group) => group !== '');
  return groups.length > MOST_GROUPS || !groups.every(isName) ? null : groups;
}

/** `system:` is Kubernetes' own: no proxy proves that somebody is the API server's, or of system:masters. */
function isName(text: string): boolean {
  return (
    text !== '' &&
    text.length <= LONGEST_NAME &&
    !/^system:/i.test(text) &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for.
    !/[\u0000-\u001f\u007f-\u009f]/.test(text)
  );
}

function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

/** Node takes each byte of a header for a letter; empty for what is no UTF-8, so that no name is taken for another one. */
function utf8(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : '';
}

/** Empty where other spaces than HTTP's stand around it: without them it would be another name. */
function bare(text: string): string {
  return /^[ \t]*[^\S \t]|[^\S \t][ \t]*$/.test(text) ? '' : text.trim();
}

function cookiesOf(headers: readonly string[], name: string): string[] {
  return headers
    .flatMap((header) => header.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}
