/**
 * What a browser may do with an answer: the headers of every one of them. Nothing of Tenure is loaded from anywhere
 * else, so that every policy names Tenure itself or nobody.
 */

/** Which answers have a policy of their own; everything else is data, which does nothing. */
export type AnswerKind = 'page' | 'script' | 'icon' | 'data';

export function kindOf(path: string): AnswerKind {
  if (path.startsWith('/_next/')) return 'script';
  if (path === '/icon.svg') return 'icon';
  return /^\/(api|healthz|readyz|metrics)(\/|$)/.test(path) ? 'data' : 'page';
}

const NOTHING = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];

/**
 * Scripts run by the page's nonce, and what those load; 'strict-dynamic' takes every address out of it, Tenure's own
 * too. Styles are files: the pages come without style attributes, and what React sets later it sets by CSSOM, which no
 * policy forbids. Pictures are the favicon with a number in it (data:) and the timeline drawn as PNG (blob:).
 */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export function policyOf(kind: AnswerKind, nonce: string): string {
  if (kind === 'page') return pagePolicy(nonce);
  // A worker is bound by what came with its own file: it loads its other half, and opens the stream.
  if (kind === 'script') return [...NOTHING, "script-src 'self'", "connect-src 'self'"].join('; ');
  if (kind === 'icon') return [...NOTHING, "style-src 'unsafe-inline'"].join('; ');
  return NOTHING.join('; ');
}

/** Only what browsers know: a feature they do not is a complaint in the console. */
const FEATURES = [
  'accelerometer',
  'autoplay',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

const ALWAYS: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  // For browsers that do not know frame-ancestors.
  'X-Frame-Options': 'DENY',
  // Addresses name Leases: no other site is told them.
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': FEATURES.map((feature) => `${feature}=()`).join(', '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const YEAR_SECONDS = 31_536_000;

/** `byTls`: as `mayBeByTls` tells. Other hosts of the domain are not Tenure's to decide about. */
export function answerHeaders(policy: string, byTls: boolean): Record<string, string> {
  return {
    'Content-Security-Policy': policy,
    ...ALWAYS,
    ...(byTls ? { 'Strict-Transport-Security': `max-age=${YEAR_SECONDS}` } : {}),
  };
}
