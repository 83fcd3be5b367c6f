/** Who may see, as the pages and `GET /api/v1/status` say it. */

export const AUTH_MODES = ['none', 'proxy', 'token'] as const;
export type AuthMode = (typeof AUTH_MODES)[number];

export type AuthStatus = {
  mode: AuthMode;
  /** Who asks, as it was proved; null where nobody is asked. */
  user: string | null;
  /** Tenure listens for other machines too, and asks nobody who they are: whoever reaches it sees everything. */
  open: boolean;
};

/** Why somebody has to sign in, by the word in the address of that page: the code of the API's error. */
export const SIGN_IN_PROBLEMS: Record<string, string> = {
  unauthorized:
    'The API server does not accept this token: it has expired, was revoked, was made for another audience, or is nobody’s.',
  forbidden:
    'This token is accepted, but may list Leases in no namespace that has any. Whoever grants rights in this cluster can change that.',
  too_many_requests: 'Too many tokens were not accepted from where you are. Wait a minute and try again.',
  overloaded: 'Too many ask at once who they are. Try again in a moment.',
  unavailable:
    'The API server does not say who you are or what you may see, so nothing is shown. Tenure’s log says what failed.',
  not_ready: 'Tenure is starting. Try again in a few seconds.',
  payload_too_large:
    'This token is too long to be kept in a cookie. Make a shorter one, or send it as Authorization: Bearer.',
  insecure_transport:
    'A token is taken by TLS only, or on this machine: others could read it on its way. Whoever runs Tenure sets TENURE_PUBLIC_URL or TENURE_TRUSTED_PROXIES. X-Forwarded-Proto: http overrules TENURE_PUBLIC_URL, so behind a balancer that ends TLS what stands in front has to hand on the balancer’s https.',
};

/** What was wrong with no token: the same may be tried again. */
const PASSING: readonly string[] = ['overloaded', 'unavailable', 'not_ready'];

export function signInProblem(word: string | null): { words: string; passing: boolean } | null {
  const words = word !== null && Object.hasOwn(SIGN_IN_PROBLEMS, word) ? SIGN_IN_PROBLEMS[word] : undefined;
  return word === null || words === undefined ? null : { words, passing: PASSING.includes(word) };
}
