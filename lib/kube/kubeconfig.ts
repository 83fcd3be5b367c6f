/** kubeconfig files → one context's cluster and user. Merging as kubectl's: the first file to name a thing wins. */
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { CredentialConfig } from './credentials.ts';

/** One thing that is wrong with the files, and what would be right. */
export class KubeconfigError extends Error {
  readonly code = 'kubeconfig';
  readonly place: string;
  readonly hint: string;
  constructor(place: string, message: string, hint: string) {
    super(message);
    this.name = 'KubeconfigError';
    this.place = place;
    this.hint = hint;
  }
}

export type ChosenContext = {
  name: string;
  server: URL;
  namespace: string | null;
  proxyUrl: string | null;
  /** `tokenFile` and `as-groups`, which client-node leaves out. */
  tokenFile: string | null;
  groups: string[];
  config: CredentialConfig;
};

type Entry = Record<string, unknown>;
type Merged = Record<'clusters' | 'users' | 'contexts', Map<string, { entry: Entry; file: string }>> & {
  current: string | null;
};

/** `files` exist; `context` overrides their current-context. Throws KubeconfigError. */
export function chooseContext(files: readonly string[], context: string | undefined): ChosenContext {
  const merged = merge(files);
  const place = files.join(', ');
  const known = [...merged.contexts.keys()];
  const contexts = known.length === 0 ? 'It has no contexts at all.' : `Its contexts: ${known.join(', ')}.`;
  const name = context ?? merged.current;
  if (name === null) {
    const hint = `Choose one with 'kubectl config use-context NAME' or TENURE_CONTEXT=NAME. ${contexts}`;
    throw new KubeconfigError(place, 'it has no current-context', hint);
  }
  const chosen = merged.contexts.get(name);
  if (chosen === undefined) {
    const from = context === undefined ? 'current-context' : 'TENURE_CONTEXT';
    throw new KubeconfigError(place, `${from} names "${name}", which it does not have`, contexts);
  }
  const body = section(chosen.entry, 'context');
  const cluster = find(merged.clusters, 'clusters', text(body.cluster), name, place);
  const userName = text(body.user);
  const user = userName === '' ? null : find(merged.users, 'users', userName, name, place);
  const clusterBody = section(cluster.entry, 'cluster');
  const userBody = user === null ? {} : section(user.entry, 'user');
  return {
    name,
    server: serverOf(clusterBody, text(cluster.entry.name), place),
    namespace: text(body.namespace) || null,
    proxyUrl: text(clusterBody['proxy-url']) || null,
    tokenFile: pathIn(user?.file ?? '', text(userBody.tokenFile)) || null,
    groups: Array.isArray(userBody['as-groups']) ? userBody['as-groups'].map(String) : [],
    config: credentialConfig(name, cluster, user),
  };
}

function merge(files: readonly string[]): Merged {
  const merged: Merged = { clusters: new Map(), users: new Map(), contexts: new Map(), current: null };
  for (const file of files) {
    const content = read(file);
    merged.current ??= text(content['current-context']) || null;
    for (const kind of ['clusters', 'users', 'contexts'] as const) {
      const list = content[kind];
      if (!Array.isArray(list)) continue;
      for (const entry of list) {
        if (!isObject(entry)) continue;
        const name = text(entry.name);
        if (name !== '' && !merged[kind].has(name)) merged[kind].set(name, { entry, file });
      }
    }
  }
  return merged;
}

function read(file: string): Entry {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    throw new KubeconfigError(
      file,
      `it cannot be read: ${words(error)}`,
      'Check that the file exists and may be read by this user.',
    );
  }
  let content: unknown;
  try {
    content = source.trim() === '' ? {} : load(source);
  } catch (error) {
    const hint = "Mend the file; 'kubectl config view' complains about the same.";
    throw new KubeconfigError(file, `it is not valid YAML: ${words(error).split('\n')[0]}`, hint);
  }
  if (!isObject(content)) {
    throw new KubeconfigError(
      file,
      'it is not a kubeconfig',
      'A kubeconfig is a YAML map with clusters, users and contexts.',
    );
  }
  return content;
}

function find(
  entries: Map<string, { entry: Entry; file: string }>,
  kind: string,
  name: string,
  context: string,
  place: string,
): { entry: Entry; file: string } {
  const found = entries.get(name);
  if (found !== undefined) return found;
  const one = kind.slice(0, -1);
  const message =
    name === ''
      ? `context "${context}" names no ${one}`
      : `context "${context}" names the ${one} "${name}", which it does not have`;
  const have = [...entries.keys()].join(', ');
  throw new KubeconfigError(
    place,
    message,
    have === '' ? `It has no ${kind} at all.` : `Its ${kind}: ${have}.`,
  );
}

function serverOf(cluster: Entry, name: string, place: string): URL {
  const server = text(cluster.server);
  const hint = "It needs the API server's address, such as https://10.0.0.1:6443.";
  if (server === '') throw new KubeconfigError(place, `cluster "${name}" has no server`, hint);
  const url = URL.canParse(server) ? new URL(server) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new KubeconfigError(place, `the server of cluster "${name}" is no address: ${server}`, hint);
  }
  return url;
}

type Located = { entry: Entry; file: string };

/** A KubeConfig of just this context, with the paths made absolute against the file that names them. */
function credentialConfig(context: string, cluster: Located, user: Located | null): CredentialConfig {
  const config = new CredentialConfig();
  const clusterBody = { ...section(cluster.entry, 'cluster') };
  absolute(clusterBody, 'certificate-authority', cluster.file);
  const userBody = user === null ? {} : { ...section(user.entry, 'user') };
  for (const key of ['client-certificate', 'client-key']) absolute(userBody, key, user?.file ?? '');
  if (isObject(userBody.exec)) userBody.exec = execEntry(userBody.exec, user?.file ?? '');
  const source = {
    'current-context': context,
    clusters: [{ name: 'cluster', cluster: clusterBody }],
    users: [{ name: 'user', user: userBody }],
    contexts: [{ name: context, context: { cluster: 'cluster', user: 'user' } }],
  };
  try {
    config.loadFromString(JSON.stringify(source)); // JSON is YAML
  } catch (error) {
    throw new KubeconfigError(cluster.file, words(error), 'Check the cluster and user of this context.');
  }
  return config;
}

/** As client-go: a command with a slash is relative to its kubeconfig, and the plugin is told of its protocol. */
function execEntry(exec: Entry, file: string): Entry {
  const command = text(exec.command);
  const info = { apiVersion: exec.apiVersion, kind: 'ExecCredential', spec: { interactive: false } };
  const own = Array.isArray(exec.env) ? exec.env : [];
  return {
    ...exec,
    command: command.includes('/') ? pathIn(file, command) : command,
    env: [{ name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }, ...own],
  };
}

function absolute(body: Entry, key: string, file: string): void {
  const path = text(body[key]);
  if (path !== '') body[key] = pathIn(file, path);
}

function pathIn(file: string, path: string): string {
  return path === '' || isAbsolute(path) ? path : join(dirname(resolve(file)), path);
}

function section(entry: Entry, name: string): Entry {
  const body = entry[name];
  return isObject(body) ? body : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isObject(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
