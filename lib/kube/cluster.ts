/**
 * Which cluster to watch, and how to get there. Looked for as kubectl does: the kubeconfig that was named,
 * ~/.kube/config, the service account of the Pod. Nothing is guessed: no cluster is an answer too.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { delimiter, join } from 'node:path';
import { type Access, type Connection, type ConnectionOptions, openConnection } from './connection.ts';
import { failureOf, KubeFailure } from './failure.ts';
import { type ChosenContext, chooseContext, KubeconfigError } from './kubeconfig.ts';
import { type Environment, proxyFor } from './proxy.ts';

export type ClusterOptions = {
  /** KUBECONFIG: one path or several. Undefined or empty: ~/.kube/config. */
  kubeconfig: string | undefined;
  /** TENURE_CONTEXT; undefined or empty: the files' current-context. */
  context: string | undefined;
  /** For KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT and the proxies. */
  env: Environment;
  homeDirectory: string | undefined;
  /** Where a Pod finds its token, ca.crt and namespace. */
  serviceAccountDirectory: string;
};
export const SERVICE_ACCOUNT_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';

type Authority = { caData?: string | undefined; caFile?: string | undefined };

export type Place = { place: string; result: string };

export type Cluster = {
  /** The kubeconfig's context, or "in-cluster". */
  name: string;
  server: string;
  /** The namespace of the context or of the Pod, null when not said. */
  namespaceOfPod: string | null;
  /**
   * A connection with credentials made now: token and certificate files are read again, an exec plugin runs
   * again when what it gave has expired or (`fresh`) was refused. Rejects with a KubeFailure.
   */
  connect(options: ConnectionOptions & { fresh?: boolean }): Promise<Connection>;
  /** Tells this cluster from others where its uid may not be read: a hash of its address and CA. */
  fingerprint(): Promise<string>;
};

export type LoadedCluster =
  | { type: 'cluster'; cluster: Cluster; lookedFor: Place[] }
  | { type: 'none'; lookedFor: Place[] }
  | { type: 'broken'; place: string; message: string; hint: string; lookedFor: Place[] };

/** Cheap and without memory: what has been mended is found by calling it again. */
export function loadCluster(options: ClusterOptions): LoadedCluster {
  const lookedFor: Place[] = [];
  const named = (options.kubeconfig ?? '').split(delimiter).filter((path) => path !== '');
  const files =
    named.length > 0 ? named.filter((path) => existsSync(path)) : homeKubeconfig(options, lookedFor);
  if (named.length > 0) {
    for (const path of named)
      lookedFor.push({ place: `KUBECONFIG ${path}`, result: existsSync(path) ? 'found' : 'no such file' });
    if (files.length === 0) {
      const hint =
        'Check the path in KUBECONFIG, or unset it to use ~/.kube/config or the service account of the Pod.';
      return { type: 'broken', place: named.join(', '), message: 'no such file', hint, lookedFor };
    }
  } else {
    lookedFor.unshift({ place: 'KUBECONFIG', result: 'not set' });
  }
  if (files.length > 0) return fromFiles(files, options, lookedFor);
  return fromServiceAccount(options, lookedFor);
}

function homeKubeconfig(options: ClusterOptions, lookedFor: Place[]): string[] {
  if (options.homeDirectory === undefined || options.homeDirectory === '') {
    lookedFor.push({ place: '~/.kube/config', result: 'no home directory' });
    return [];
  }
  const path = join(options.homeDirectory, '.kube', 'config');
  const found = existsSync(path);
  lookedFor.push({ place: path, result: found ? 'found' : 'no such file' });
  return found ? [path] : [];
}

function fromFiles(files: string[], options: ClusterOptions, lookedFor: Place[]): LoadedCluster {
  const context = options.context === '' ? undefined : options.context;
  try {
    let chosen = chooseContext(files, context);
    const cluster: Cluster = {
      name: chosen.name,
      server: chosen.server.href.replace(/\/$/, ''),
      namespaceOfPod: chosen.namespace,
      connect: (connectOptions) =>
        opening(connectOptions, async () => {
          if (connectOptions.fresh === true) chosen = chooseContext(files, context);
          return contextAccess(chosen, options.env);
        }),
      fingerprint: async () => fingerprintOf(chosen.server.href, chosen.config.getCurrentCluster()),
    };
    return { type: 'cluster', cluster, lookedFor };
  } catch (error) {
    if (!(error instanceof KubeconfigError)) throw error;
    return { type: 'broken', place: error.place, message: error.message, hint: error.hint, lookedFor };
  }
}

async function contextAccess(chosen: ChosenContext, env: Environment): Promise<Access> {
  const { headers: made, tls } = await chosen.config.credentials(chosen.server.href);
  const headers: Access['headers'] = made;
  if (chosen.tokenFile !== null && headers.Authorization === undefined) {
    headers.Authorization = `Bearer ${readFileSync(chosen.tokenFile, 'utf8').trim()}`;
  }
  if (chosen.groups.length > 0) headers['Impersonate-Group'] = chosen.groups;
  return { server: chosen.server, headers, tls, proxy: chosen.proxyUrl ?? proxyFor(chosen.server, env) };
}

function fromServiceAccount(options: ClusterOptions, lookedFor: Place[]): LoadedCluster {
  const directory = options.serviceAccountDirectory;
  const host = options.env.KUBERNETES_SERVICE_HOST ?? '';
  const port = options.env.KUBERNETES_SERVICE_PORT ?? '443';
  const tokenFile = join(directory, 'token');
  if (host === '') {
    lookedFor.push({ place: 'in-cluster', result: 'KUBERNETES_SERVICE_HOST is not set' });
    return { type: 'none', lookedFor };
  }
  if (!existsSync(tokenFile)) {
    lookedFor.push({ place: `in-cluster ${tokenFile}`, result: 'no such file' });
    const hint =
      'This is a Pod without a service account token: set automountServiceAccountToken: true, or give it a kubeconfig.';
    return { type: 'broken', place: tokenFile, message: 'no such file', hint, lookedFor };
  }
  lookedFor.push({ place: `in-cluster ${tokenFile}`, result: 'found' });
  const server = new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`);
  const cluster: Cluster = {
    name: 'in-cluster',
    server: server.origin,
    namespaceOfPod: readIfThere(join(directory, 'namespace')),
    connect: (connectOptions) =>
      opening(connectOptions, async () => {
        const token = readFileSync(tokenFile, 'utf8').trim();
        const ca = readIfThere(join(directory, 'ca.crt'));
        return {
          server,
          headers: { Authorization: `Bearer ${token}` },
          tls: ca === null ? {} : { ca },
          proxy: proxyFor(server, options.env),
        };
      }),
    fingerprint: async () => fingerprintOf(server.href, { caFile: join(directory, 'ca.crt') }),
  };
  return { type: 'cluster', cluster, lookedFor };
}

/** An exec plugin that asks for a password at a terminal would hold up everything for ever. */
const CREDENTIALS_TIMEOUT_MS = 30_000;

async function opening(options: ConnectionOptions, access: () => Promise<Access>): Promise<Connection> {
  let cancel = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = options.timers.after(CREDENTIALS_TIMEOUT_MS, () => reject(new Error('no credentials in 30 s')));
  });
  try {
    const made = await Promise.race([access(), late]);
    made.headers.Accept = 'application/json';
    made.headers['User-Agent'] = 'tenure';
    return openConnection(made, options);
  } catch (error) {
    const { message } = failureOf(error);
    const hint =
      "Check the user's entry in the kubeconfig: its files, and that its plugin runs here without a terminal.";
    throw new KubeFailure(
      'credentials',
      'credentials',
      message.trim() || 'the plugin failed without a word',
      hint,
    );
  } finally {
    cancel();
  }
}

/** `ca:` and a hash. The same CA in a file and inline is the same; a cluster without one is told by its address. */
function fingerprintOf(server: string, cluster: Authority | null): string {
  const inline = cluster?.caData === undefined ? null : Buffer.from(cluster.caData, 'base64').toString();
  const ca = inline ?? (cluster?.caFile === undefined ? null : readIfThere(cluster.caFile));
  const hash = createHash('sha256').update(`${server.replace(/\/$/, '')}\n${ca?.trim() ?? ''}`);
  return `ca:${hash.digest('hex').slice(0, 32)}`;
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() || null : null;
}
