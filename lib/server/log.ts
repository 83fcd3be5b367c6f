/** JSON lines on standard output, with whatever could be a secret taken out. */
import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from './config.ts';

export type Log = Logger;

const SECRET_NAMES = [
  'authorization',
  'Authorization',
  'token',
  'password',
  'secret',
  'cookie',
  'set-cookie',
  'client-key-data',
  'privateKey',
  'key',
];
const REDACTED = '[redacted]';
/**
 * A bearer token, a JSON web token, or the user part of a URL, wherever it turns up in a text. Others than Tenure write
 * what is in it: no character is looked at again for each one before it. So a run of letters that begins like a web token
 * is taken whole, whether it is one or not, and what stands before a URL's user is not looked through.
 */
const SECRET_TEXTS: [RegExp, (found: string, part?: string) => string][] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, (_, scheme) => `${scheme} ${REDACTED}`],
  [/\beyJ[\w-]{8,}(\.[\w-]{8,}(?:\.[\w-]*)?)?/g, (run, payload) => (payload === undefined ? run : REDACTED)],
  [/(?<=\w:\/\/)[^\s/@:]+:[^\s/@]+@/g, () => `${REDACTED}@`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, () => REDACTED],
];

export function createLog(level: Config['logLevel'], destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: REDACTED,
    },
    hooks: {
      streamWrite: withoutSecrets,
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

export function withoutSecrets(text: string): string {
  let clean = text;
  for (const [pattern, replacement] of SECRET_TEXTS) clean = clean.replace(pattern, replacement);
  return clean;
}
