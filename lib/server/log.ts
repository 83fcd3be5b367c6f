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
/** A bearer token, a JSON web token, or the user part of a URL, wherever it turns up in a text. */
const SECRET_TEXTS: [RegExp, string][] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(\.[\w-]*)?/g, REDACTED],
  [/(\w+:\/\/)[^\s/@:]+:[^\s/@]+@/g, `$1${REDACTED}@`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
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
