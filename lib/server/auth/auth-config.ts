/** Who may see: the variables of TENURE_AUTH. What they mean to people: docs/operations.md, "Who gets in". */
import { z } from 'zod';
import { AUTH_MODES, type AuthMode } from '../../view/auth.ts';
import { isOn, SWITCH } from '../switch.ts';

export type AuthConfig = {
  mode: AuthMode;
  /** In lower case. Groups are taken only from a header that was named: a proxy that sets none would pass anybody's on. */
  userHeader: string;
  groupsHeader: string | null;
  /** Whether the API server decides what a user of the proxy's may see. */
  proxyReview: boolean;
  /** For whom a token must have been made; empty for the API server itself. */
  audiences: string[];
  /** Null: one of this process alone. */
  sessionKey: string | null;
  /** Whether /metrics is asked for like everything else, or open to who reaches it. */
  metrics: 'open' | 'auth';
};

const HEADER = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
/** These say other things, to Tenure or to HTTP. */
const NOT_FOR_NAMES = new Set([
  ...['host', 'cookie', 'authorization', 'connection', 'content-length', 'content-type', 'transfer-encoding'],
  ...['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'origin', 'accept', 'user-agent'],
  ...['forwarded', 'x-real-ip', 'referer', 'proxy-authorization', 'upgrade', 'te', 'trailer', 'expect'],
]);
export const LEAST_SESSION_KEY = 32;

/** Wider than any proxy's: whoever has an address of such a network would say who they are. */
function isTooWide(network: string): boolean {
  const [address = '', bits] = network.split('/');
  if (bits === undefined) return false;
  // Below :: lie the addresses of IPv4 once more, from ::ffff:0:0/96 on.
  const least = !address.includes(':') ? 8 : /^0*:/.test(address) ? 96 + 8 : 16;
  return Number(bits) < least;
}

function isHeader(text: string): boolean {
  return HEADER.test(text) && !NOT_FOR_NAMES.has(text.toLowerCase());
}
const header = z
  .string()
  .refine(
    isHeader,
    'is no header that names somebody; give one that the proxy itself sets, such as X-Forwarded-User',
  );

export const AUTH_VARIABLES = {
  TENURE_AUTH: z.enum(AUTH_MODES, {
    error: `is no way to let people in; give one of ${AUTH_MODES.join(', ')}`,
  }),
  TENURE_AUTH_USER_HEADER: header,
  TENURE_AUTH_GROUPS_HEADER: header,
  TENURE_AUTH_PROXY_REVIEW: SWITCH,
  TENURE_AUTH_AUDIENCES: z
    .string()
    .refine(
      (text) => words(text).length > 0 && words(text).every((one) => /^[!-~]{1,253}$/.test(one)),
      'is no list of audiences; give such as https://tenure.example.org, several with commas between',
    ),
  TENURE_SESSION_KEY: z
    .string()
    .min(
      LEAST_SESSION_KEY,
      `is too short; give at least ${LEAST_SESSION_KEY} characters that nobody can guess, such as what openssl rand -base64 32 prints`,
    ),
  TENURE_METRICS: z.enum(['open', 'auth'], { error: 'is not a switch; give open or auth' }),
};

type Given = { [name in keyof typeof AUTH_VARIABLES]?: string };
type Values = { [name in keyof typeof AUTH_VARIABLES]?: z.infer<(typeof AUTH_VARIABLES)[name]> | undefined };

/** What no single variable shows; each a sentence. `trustedProxies`: as TENURE_TRUSTED_PROXIES has them. */
export function authMistakes(given: Given, trustedProxies: readonly string[]): string[] {
  const mode = given.TENURE_AUTH ?? 'none';
  const only = (name: keyof Given, modes: readonly string[]): string[] =>
    given[name] === undefined || modes.includes(mode)
      ? []
      : [`${name}: means something only with TENURE_AUTH=${modes.join(' or ')}; leave it unset.`];
  const trusts =
    mode !== 'proxy'
      ? []
      : trustedProxies.length === 0
        ? [
            'TENURE_AUTH: "proxy" believes what a proxy says of people; name its addresses in TENURE_TRUSTED_PROXIES.',
          ]
        : trustedProxies
            .filter(isTooWide)
            .map(
              (network) =>
                `TENURE_TRUSTED_PROXIES: with TENURE_AUTH=proxy whoever has an address of ${network} would say who they are; give the proxy’s own addresses, or a network that holds nothing else, such as 192.0.2.16/28, of at least /8 (IPv6 /16).`,
            );
  const unread =
    given.TENURE_AUTH_GROUPS_HEADER !== undefined &&
    mode === 'proxy' &&
    !/^(1|true)$/.test(given.TENURE_AUTH_PROXY_REVIEW ?? '')
      ? ['TENURE_AUTH_GROUPS_HEADER: groups matter only with TENURE_AUTH_PROXY_REVIEW=true; give it too.']
      : [];
  return [
    ...only('TENURE_AUTH_USER_HEADER', ['proxy']),
    ...only('TENURE_AUTH_GROUPS_HEADER', ['proxy']),
    ...only('TENURE_AUTH_PROXY_REVIEW', ['proxy']),
    ...only('TENURE_AUTH_AUDIENCES', ['token']),
    ...only('TENURE_SESSION_KEY', ['token']),
    ...(given.TENURE_METRICS === 'auth' ? only('TENURE_METRICS', ['proxy', 'token']) : []),
    ...trusts,
    ...unread,
  ];
}

export function authConfig(values: Values): AuthConfig {
  const mode = values.TENURE_AUTH ?? 'none';
  return {
    mode,
    userHeader: (values.TENURE_AUTH_USER_HEADER ?? 'X-Forwarded-User').toLowerCase(),
    groupsHeader: values.TENURE_AUTH_GROUPS_HEADER?.toLowerCase() ?? null,
    proxyReview: isOn(values.TENURE_AUTH_PROXY_REVIEW),
    audiences: words(values.TENURE_AUTH_AUDIENCES ?? ''),
    sessionKey: values.TENURE_SESSION_KEY ?? null,
    // Metrics name Leases. Whoever cannot show a token has to say that they may be open.
    metrics: values.TENURE_METRICS ?? (mode === 'none' ? 'open' : 'auth'),
  };
}

function words(text: string): string[] {
  return [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== '');
}
