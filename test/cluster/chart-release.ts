/** The chart installed for real, and Tenure as whom it makes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../lib/server/config.ts';
import { createLog } from '../../lib/server/log.ts';
import { createRuntime } from '../../lib/server/runtime.ts';
import { systemClock } from '../../lib/server/system-clock.ts';
import { systemTimers } from '../../lib/server/timers.ts';
import type { Status } from '../../lib/view/status.ts';
import { CHART, helm, type Values } from '../deploy/chart.ts';
import { noHistory } from '../server/no-history.ts';
import { until } from '../setup/process.ts';
import type { ControlPlane } from './envtest.ts';
import { ask } from './objects.ts';

export const NAMESPACE = 'tenure';

export type ChartRelease = {
  /** `helm upgrade --install` with these values alone; what Helm says when it is done. */
  install(values: Values): string;
  uninstall(): void;
  /** Of the release's ServiceAccount. */
  token(): Promise<string>;
  /** A kubeconfig with such a token, and nothing else. */
  kubeconfig(): Promise<string>;
  remove(): void;
};

export function chartRelease(plane: ControlPlane): ChartRelease {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-chart-'));
  const asAdmin = (args: readonly string[], input = ''): string => {
    // What Helm keeps of clusters that it has met is about others on the same port.
    const env = { ...process.env, HOME: directory, KUBECONFIG: plane.adminKubeconfig };
    const { status, said } = helm([...args, '-n', NAMESPACE], input, env);
    if (status !== 0) throw new Error(said);
    return said;
  };
  const token = async (): Promise<string> => {
    const path = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/tenure/token`;
    const answer = await ask(plane, 'POST', path, { spec: { expirationSeconds: 3600 } });
    return (answer as { status: { token: string } }).status.token;
  };
  return {
    install: (values) =>
      asAdmin(['upgrade', '--install', 'tenure', CHART, '--reset-values', '-f', '-'], JSON.stringify(values)),
    uninstall: () => void asAdmin(['uninstall', 'tenure']),
    token,
    async kubeconfig() {
      const file = join(directory, 'kubeconfig');
      const content = {
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'c',
        clusters: [{ name: 'c', cluster: { server: plane.url, 'certificate-authority': plane.certificate } }],
        users: [{ name: 'u', user: { token: await token() } }],
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      };
      writeFileSync(file, JSON.stringify(content));
      return file;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** What Tenure says of itself when it is live and has asked what it may read. */
export async function statusAs(kubeconfig: string, namespaces: readonly string[] = []): Promise<Status> {
  const env = {
    KUBECONFIG: kubeconfig,
    TENURE_NAMESPACES: namespaces.join(','),
    TENURE_DATABASE_URL: 'none',
    TENURE_LOG_LEVEL: 'silent',
  };
  const config = readConfig(env);
  const runtime = createRuntime({
    config,
    clock: systemClock(),
    timers: systemTimers,
    random: Math.random,
    log: createLog(config.logLevel),
    env,
    history: noHistory(),
  });
  runtime.start();
  try {
    return await until('Tenure to be live and to know its rights', () => {
      const status = runtime.status();
      return status.feed.state === 'live' && status.permissions.pods !== 'unknown' ? status : null;
    });
  } finally {
    await runtime.stop();
  }
}

/** What the release's ServiceAccount may do, as the API server decides. `what`: `get pods in apps`, `list nodes`. */
export async function may(plane: ControlPlane, what: string): Promise<boolean> {
  const [verb, resource, , namespace] = what.split(' ');
  const [plural, name] = resource?.split('/') ?? [];
  const group = /^lease/.test(plural ?? '') ? 'coordination.k8s.io' : '';
  const answer = await ask(plane, 'POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    spec: {
      user: `system:serviceaccount:${NAMESPACE}:tenure`,
      groups: ['system:serviceaccounts', 'system:authenticated'],
      resourceAttributes: { verb, group, resource: plural, name, namespace },
    },
  });
  return (answer as { status: { allowed: boolean } }).status.allowed;
}
