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

export type Asking = {
  /** Names and values in turn, as Node's `rawHeaders`: only there a header that was sent twice is seen. */
  rawHeaders: readonly string[];
  /** Whether the other end of the connection itself is a proxy of TENURE_TRUSTED_PROXIES. */
  isPeerTrusted: boolean;
  cookieName: string;
};

/** RFC 6750, 2.1. */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i;
const LONGEST_NAME = 256;
const MOST_GROUPS = 500;

/** Null for nobody. `open`: what of the cookie's text is a session. */
export function claimOf(
  config: Pick<AuthConfig, 'mode' | 'userHeader' | 'groupsHeader'>,
  { rawHeaders, isPeerTrusted, cookieName }: Asking,
  open: (text: string) => Session | null,
): Claim | null {
  const sent = (name: string): string[] => valuesOf(rawHeaders, name);
  if (config.mode === 'proxy') {
    if (!isPeerTrusted) return null;
    const [user, ...more] = sent(config.userHeader).map(utf8);
    const name = bare(user ?? '');
    if (more.length > 0 || !isName(name)) return null;
    const groups = config.groupsHeader === null ? [] : groupsOf(sent(config.groupsHeader).map(utf8));
    return groups === null ? null : { type: 'named', user: name, groups };
  }
  if (config.mode === 'none') return null;
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

/** What a person pastes, with what is around it. Null for what can be no token. */
export function pastedToken(text: string): string | null {
  const bare = text.trim().replace(/^bearer +/i, '');
  return BEARER.exec(`Bearer ${bare}`)?.[1] ?? null;
}

/** Null where it was said more than once, or says what no proxy would. */
function groupsOf(values: readonly string[]): string[] | null {
  if (values.length > 1) return null;
  const groups = (values[0] ?? '')
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
