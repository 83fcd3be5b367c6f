/** Who is told, as the environment says it: validated with the rest of the configuration (`config.ts`). */
import { z } from 'zod';
import { SEVERITIES, type Severity } from '../../detect/finding.ts';

export type NotifyConfig = {
  /** Each of a pair that watches over each other is told; addresses of their own, without the API's path. */
  alertmanagers: string[];
  webhook: { url: string; secret: string | null } | null;
  slack: string | null;
  /** What is less bad is not sent. */
  least: Severity;
  /** By which address people reach Tenure, without a slash at its end; null when nobody said. */
  publicUrl: string | null;
};

const LEAST_SECRET = 16;

function isHttp(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.hash === '';
}
function addresses(text: string): string[] {
  return [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== '');
}
function isPlain(text: string): boolean {
  return isHttp(text) && new URL(text).search === '';
}
function isBare(text: string): boolean {
  if (!isPlain(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

export const NOTIFY_VARIABLES = {
  TENURE_ALERTMANAGER_URL: z
    .string()
    .refine(
      (text) => addresses(text).length > 0 && addresses(text).every(isPlain),
      'is no address of Alertmanager; give such as http://alertmanager:9093, its own path after it where it has one, and several with commas between',
    ),
  TENURE_WEBHOOK_URL: z
    .string()
    .refine(isHttp, 'is no address; give an http:// or https:// URL that takes a POST'),
  TENURE_WEBHOOK_SECRET: z
    .string()
    .min(LEAST_SECRET, `is too short to sign with; give at least ${LEAST_SECRET} characters`),
  TENURE_SLACK_URL: z
    .string()
    .refine(isHttp, 'is no address; give the http:// or https:// URL of an incoming webhook'),
  TENURE_NOTIFY_LEAST: z.enum(SEVERITIES, { error: `is no severity; give one of ${SEVERITIES.join(', ')}` }),
  TENURE_PUBLIC_URL: z
    .string()
    .refine(
      isBare,
      'is no address of a page; give the http:// or https:// URL by which people reach Tenure, such as https://tenure.example.org',
    ),
};

/** Whose values are never repeated, not even to say what is wrong with them. */
export const SECRET_VARIABLES: ReadonlySet<string> = new Set([
  'TENURE_ALERTMANAGER_URL',
  'TENURE_WEBHOOK_URL',
  'TENURE_WEBHOOK_SECRET',
  'TENURE_SLACK_URL',
  'TENURE_PUBLIC_URL',
  'TENURE_DATABASE_URL',
  'TENURE_SESSION_KEY',
]);

type Values = { [name in keyof typeof NOTIFY_VARIABLES]?: string | undefined };

/** What no single variable shows; each a sentence. */
export function notifyMistakes(given: Values): string[] {
  if (given.TENURE_WEBHOOK_SECRET === undefined || given.TENURE_WEBHOOK_URL !== undefined) return [];
  return ['TENURE_WEBHOOK_SECRET: there is nothing to sign; give TENURE_WEBHOOK_URL too, or leave it unset.'];
}

export function notifyConfig(values: Values & { TENURE_NOTIFY_LEAST?: Severity | undefined }): NotifyConfig {
  const { TENURE_WEBHOOK_URL: url, TENURE_WEBHOOK_SECRET: secret } = values;
  return {
    alertmanagers: addresses(values.TENURE_ALERTMANAGER_URL ?? ''),
    webhook: url === undefined ? null : { url, secret: secret ?? null },
    slack: values.TENURE_SLACK_URL ?? null,
    least: values.TENURE_NOTIFY_LEAST ?? 'warning',
    publicUrl: values.TENURE_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
  };
}
