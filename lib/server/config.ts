/** What the environment configures, validated once at start. The table for people: README, `.env.example`. */

import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { DEFAULT_LIMITS } from '../history/history-options.ts';
import {
  NOTIFY_VARIABLES,
  type NotifyConfig,
  notifyConfig,
  notifyMistakes,
  SECRET_VARIABLES,
} from './alerts/notify-config.ts';
import { suggestion } from './api/suggestion.ts';
import { AUTH_VARIABLES, type AuthConfig, authConfig, authMistakes } from './auth/auth-config.ts';
import type { BasePath } from './http/base-path.ts';
import { BASE_PATH_VARIABLES, basePathConfig, basePathMistakes } from './http/base-path-config.ts';
import { isNetwork } from './http/client-address.ts';
import { isOn, SWITCH } from './switch.ts';

const MB = 1_000_000;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type Config = {
  port: number;
  host: string;
  /** KUBECONFIG as given: one path, or several with ":" between; null when unset. */
  kubeconfig: string | null;
  context: string | null;
  /** Empty for the whole cluster. */
  namespaces: string[];
  clusterName: string | null;
  logLevel: (typeof LOG_LEVELS)[number];
  /** A badge only: the cluster being watched is the demo's. */
  demo: boolean;
  history: HistoryConfig;
  /** An absolute path; null without a file. */
  rulesFile: string | null;
  notify: NotifyConfig;
  /** By which it is reached besides; lower case. */
  names: string[];
  /** Addresses and networks whose X-Forwarded-For is believed, and, with `auth.mode` proxy, what they say of people. */
  trustedProxies: string[];
  basePath: BasePath;
  auth: AuthConfig;
};

export type HistoryConfig = {
  /** `file:` with an absolute path, or `postgres://…`; null when nothing is kept. */
  url: string | null;
  handoverDays: number;
  renewalDays: number;
  /** The size above which the oldest goes before its time. */
  maxBytes: number;
};

/** Every mistake of the environment, each a sentence that names the variable and what would be right. */
export class ConfigError extends Error {
  readonly code = 'invalid_configuration';
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(`The configuration has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}.`);
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const HOST_NAME = /^(?!-)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*$/;

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}
function isHost(text: string): boolean {
  return isIP(text) !== 0 || (HOST_NAME.test(text) && !/^[\d.]+$/.test(text));
}
function isDatabaseUrl(text: string): boolean {
  if (text === 'none' || /^file:./.test(text)) return true;
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
}
function isDays(text: string): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 3650;
}
function isMegabytes(text: string): boolean {
  return /^\d{1,7}$/.test(text) && Number(text) >= 10 && Number(text) <= 1_000_000;
}
function labels(text: string): string[] {
  return [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== '');
}

const VARIABLES = {
  PORT: z.string().refine(isPort, 'is not a port; give a whole number from 0 to 65535, such as 3000'),
  TENURE_HOST: z
    .string()
    .refine(isHost, 'is not an address; give an IP or a host name, such as 127.0.0.1 or 0.0.0.0'),
  KUBECONFIG: z.string(),
  TENURE_CONTEXT: z.string(),
  TENURE_NAMESPACES: z
    .string()
    .refine(
      (text) => labels(text).length > 0 && labels(text).every((label) => DNS_LABEL.test(label)),
      'is not a list of namespaces; give their names with commas between, such as kube-system,default (lower-case letters, digits and "-", at most 63 characters each), or leave it unset for the whole cluster',
    ),
  TENURE_CLUSTER_NAME: z.string().max(100, 'is too long; give a name of at most 100 characters'),
  TENURE_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `is not a level; give one of ${LOG_LEVELS.join(', ')}` }),
  TENURE_DATABASE_URL: z
    .string()
    .refine(
      isDatabaseUrl,
      'is no database; give file:./data/tenure.db (SQLite), postgres://user:password@host/database with what is special in the password percent-encoded (@ as %40), or none',
    ),
  TENURE_HANDOVER_DAYS: z
    .string()
    .refine(isDays, 'is not a number of days; give a whole number from 1 to 3650, such as 90'),
  TENURE_RENEWAL_DAYS: z
    .string()
    .refine(isDays, 'is not a number of days; give a whole number from 1 to 3650, such as 30'),
  TENURE_HISTORY_MB: z
    .string()
    .refine(isMegabytes, 'is not a size; give whole megabytes from 10 to 1000000, such as 4096'),
  TENURE_RULES_FILE: z.string().max(4096, 'is too long; give the path of a file'),
  TENURE_NAMES: z
    .string()
    .regex(
      /^\s*(\*\.)?[\w.-]+(\s*,\s*(\*\.)?[\w.-]+)*\s*$/,
      'is no list of names; give names of hosts with commas between, such as tenure.example.org,*.tools.example.org',
    ),
  TENURE_TRUSTED_PROXIES: z
    .string()
    .refine(
      (text) => labels(text).length > 0 && labels(text).every(isNetwork),
      'is no list of addresses; give IP addresses or networks with commas between, such as 192.0.2.7,192.0.2.16/28',
    ),
  ...BASE_PATH_VARIABLES,
  ...NOTIFY_VARIABLES,
  ...AUTH_VARIABLES,
  TENURE_DEMO: SWITCH,
};
const Environment = z.object(VARIABLES).partial();
const KNOWN = Object.keys(VARIABLES);

/**
 * The names that Kubernetes puts into every Pod for a Service called tenure or tenure-…:
 * TENURE_SERVICE_HOST, TENURE_PORT=tcp://…, TENURE_PORT_80_TCP_ADDR. They are nobody's mistake; TENURE_PORT=8080 is.
 */
const SERVICE_LINK =
  /^TENURE(_[A-Z0-9_]+)?_(SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)=|PORT=(tcp|udp|sctp):|PORT_\d+_(TCP|UDP|SCTP)(_[A-Z]+)?=)/;

/**
 * The configuration that `env` says; a relative `file:` is taken from `directory`. Throws a `ConfigError` that
 * names every mistake at once.
 */
export function readConfig(
  env: Record<string, string | undefined>,
  directory: string = process.cwd(),
): Config {
  const given: Record<string, string> = {};
  const mistakes: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value.trim() === '') continue;
    if (KNOWN.includes(name)) given[name] = value.trim();
    else if (name.startsWith('TENURE_') && !SERVICE_LINK.test(`${name}=${value}`))
      mistakes.push(unknownVariable(name));
  }
  const parsed = Environment.safeParse(given);
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    mistakes.push(`${name}: ${shown(name, given[name] ?? '')} ${issue.message}.`);
  }
  mistakes.push(
    ...notifyMistakes(given),
    ...basePathMistakes(given),
    ...authMistakes(given, labels(given.TENURE_TRUSTED_PROXIES ?? '')),
  );
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes);
  const values = parsed.data;
  return {
    port: Number(values.PORT ?? 3000),
    host: values.TENURE_HOST ?? '127.0.0.1',
    kubeconfig: values.KUBECONFIG ?? null,
    context: values.TENURE_CONTEXT ?? null,
    namespaces: labels(values.TENURE_NAMESPACES ?? ''),
    clusterName: values.TENURE_CLUSTER_NAME ?? null,
    logLevel: values.TENURE_LOG_LEVEL ?? 'info',
    demo: isOn(values.TENURE_DEMO),
    history: {
      url: databaseUrl(values.TENURE_DATABASE_URL ?? 'file:./data/tenure.db', directory),
      handoverDays: Number(values.TENURE_HANDOVER_DAYS ?? DEFAULT_LIMITS.handoverDays),
      renewalDays: Number(values.TENURE_RENEWAL_DAYS ?? DEFAULT_LIMITS.renewalDays),
      maxBytes: Number(values.TENURE_HISTORY_MB ?? DEFAULT_LIMITS.maxBytes / MB) * MB,
    },
    rulesFile: values.TENURE_RULES_FILE === undefined ? null : resolve(directory, values.TENURE_RULES_FILE),
    notify: notifyConfig(values),
    names: labels(values.TENURE_NAMES ?? '').map((name) => name.toLowerCase()),
    trustedProxies: labels(values.TENURE_TRUSTED_PROXIES ?? ''),
    basePath: basePathConfig(values),
    auth: authConfig(values),
  };
}

/** The server changes its folder when it starts: the path is settled before. */
function databaseUrl(url: string, directory: string): string | null {
  if (url === 'none') return null;
  return url.startsWith('file:') ? `file:${resolve(directory, filePath(url))}` : url;
}

function filePath(url: string): string {
  return url.replace(/^file:(\/\/(?=\/))?/, '');
}

function unknownVariable(name: string): string {
  // What nearly all begin with makes none of them likelier.
  const bare = (one: string): string => one.replace(/^TENURE_/, '');
  const likely = suggestion(bare(name), KNOWN.map(bare));
  const near = KNOWN.find((one) => bare(one) === likely) ?? null;
  return near === null
    ? `${name}: there is no such variable; the ones there are: ${KNOWN.join(', ')}.`
    : `${name}: there is no such variable; did you mean ${near}?`;
}

/** The value that is wrong; of one that may hold a secret only how it begins, since a typo moves where that stands. */
function shown(name: string, value: string): string {
  if (SECRET_VARIABLES.has(name)) {
    const scheme = name.endsWith('_URL') ? /^[a-z][a-z0-9+.-]{0,19}:\/\//i.exec(value)?.[0] : undefined;
    return scheme === undefined ? 'what it is set to' : `what it is set to (${scheme}…)`;
  }
  return `"${value.length <= 60 ? value : `${value.slice(0, 59)}…`}"`;
}
