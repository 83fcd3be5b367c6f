/** The chart, rendered by the real Helm for tests. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { kubernetesAssets } from '../setup/requirements.ts';
import { ROOT } from '../setup/stack.ts';

export const CHART = join(ROOT, 'deploy/chart');
export const HELM = join(kubernetesAssets ?? '', 'helm');
/** Of the control plane that tests start; Helm itself would take its own age for the cluster's. */
export const KUBE_VERSION = '1.37.0';

export type Container = {
  image: string;
  env: { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } }[];
  volumeMounts: { name: string; mountPath: string; readOnly?: boolean }[];
  securityContext: Record<string, unknown>;
};
export type PodSpec = {
  containers: [Container];
  volumes: { name: string; [source: string]: unknown }[];
  [field: string]: unknown;
};
export type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  /** Of a Role or a ClusterRole. */
  rules?: { apiGroups: string[]; resources: string[]; verbs: string[]; resourceNames?: string[] }[];
  data?: Record<string, string>;
  spec?: Record<string, unknown>;
};

export type Values = Record<string, unknown>;

export function helm(
  args: readonly string[],
  input = '',
  env: NodeJS.ProcessEnv = process.env,
  cwd?: string,
): { status: number | null; said: string } {
  const { status, stdout, stderr, error } = spawnSync(HELM, args, { input, env, cwd, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { status, said: `${stdout}${stderr}` };
}

/** `values` goes in as a values file does; throws what Helm says against it. */
export function render(values: Values = {}): Manifest[] {
  const { status, said } = helm(
    ['template', 'tenure', CHART, '-n', 'tenure', '--kube-version', KUBE_VERSION, '-f', '-'],
    JSON.stringify(values),
  );
  if (status !== 0) throw new Error(said);
  return loadAll(said).filter((one) => one !== null) as Manifest[];
}

/** What Helm says against `values`, null when nothing. */
export function refusal(values: Values): string | null {
  try {
    render(values);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export function only(manifests: readonly Manifest[], kind: string): Manifest {
  const found = manifests.filter((one) => one.kind === kind);
  const [one] = found;
  if (one === undefined || found.length > 1) throw new Error(`${found.length} of kind ${kind}`);
  return one;
}

export function podOf(manifests: readonly Manifest[]): PodSpec {
  const { template } = only(manifests, 'Deployment').spec as { template: { spec: PodSpec } };
  return template.spec;
}

/** By name; of what comes from a Secret the reference, as `secret/key`. */
export function environment(manifests: readonly Manifest[]): Record<string, string> {
  const [{ env }] = podOf(manifests).containers;
  return Object.fromEntries(
    env.map(({ name, value, valueFrom }) => {
      const from = valueFrom?.secretKeyRef;
      return [name, value ?? `${from?.name}/${from?.key}`];
    }),
  );
}
