/**
 * docs/operations.md, tried: what it says to type is taken by the real Helm and the real kubectl, and names what is
 * there. The Pod of its restore.yaml is given to an API server in test/cluster/chart.test.ts, and its nginx to nginx in
 * test/e2e.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { load, loadAll } from 'js-yaml';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { lacksHelm, suiteName } from '../setup/requirements.ts';
import { ROOT } from '../setup/stack.ts';
import {
  environment,
  helm,
  KUBE_VERSION,
  type Manifest,
  only,
  type PodSpec,
  podOf,
  refusal,
  render,
} from './chart.ts';
import { commands, documented, documentedValues, settings } from './operations-page.ts';

const helmLines = commands('helm');
const kubectlLines = commands('kubectl');
const chartLines = helmLines.filter((words) => words.includes('deploy/chart'));
/** What Helm renders for a line; --reset-then-reuse-values is for what is installed already, and quotes for the shell. */
const rendered = ([, , ...words]: string[]) => {
  const bare = words.map((word) => word.replace(/^'(.*)'$/, '$1'));
  const isFile = (word: string): boolean => word.endsWith('.yaml');
  const args = bare
    .filter((word) => word !== '--reset-then-reuse-values')
    .map((word) => (isFile(word) ? '-' : word));
  const values = bare.filter(isFile).map(documented).join('');
  return helm(['template', ...args, '--kube-version', KUBE_VERSION], values, process.env, ROOT);
};
/** Null where there is none, or one from before overlays had patches of this kind. */
const kubectl = (() => {
  const { status, stdout } = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' });
  return status === 0 && /^Kustomize Version: v[4-9]/m.test(stdout) ? 'kubectl' : null;
})();
const withKubectl = kubectl === null ? ' (but by no kubectl, for there is none, or an old one)' : '';

/** The page's line runs with `kubectl` for what that word does; what there is then in the file of the last good backup. */
function backedUp(kubectl: string): { status: number | null; kept: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-backed-up-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'tenure.db'), 'the last good one');
  const line = kubectlLines.find((words) => words.includes('/app/backup.js'))?.join(' ');
  const { status } = spawnSync('sh', ['-c', `kubectl() { ${kubectl}; }; ${line}`], { cwd: folder });
  return { status, kept: readFileSync(join(folder, 'tenure.db'), 'utf8') };
}

test('a backup that fails leaves the last good one where it is', () => {
  expect(backedUp('printf some; return 1')).toEqual({ status: 1, kept: 'the last good one' });
  expect(backedUp('printf another')).toEqual({ status: 0, kept: 'another' });
});

test('what a backup is looked at by does not take an empty file for one', () => {
  const [words = []] = commands('sqlite3');
  const db = new DatabaseSync(':memory:');
  const look = () =>
    (words[2] ?? '')
      .replaceAll("'", '')
      .split(';')
      .map((text) => db.prepare(text).get());
  expect(look).toThrow('no such table: handover');
  db.exec('create table handover (a)');
  expect(look()).toEqual([{ integrity_check: 'ok' }, { 'count(*)': 0 }]);
  db.close();
});

test('what it has somebody set is a value of the chart', () => {
  const values = load(readFileSync(join(ROOT, 'deploy/chart/values.yaml'), 'utf8'));
  const into = (within: unknown, part: string): unknown =>
    typeof within === 'object' && within !== null ? Reflect.get(within, part) : undefined;
  expect(settings()).toContain('networkPolicy.egress.restrict');
  expect(settings().filter((name) => name.split('.').reduce(into, values) === undefined)).toEqual([]);
});

test('there is something to try', () => {
  expect(chartLines.length).toBeGreaterThan(4);
  expect(kubectlLines.length).toBeGreaterThan(20);
});

describe.skipIf(lacksHelm !== null)(suiteName('what docs/operations.md says to Helm', lacksHelm), () => {
  it.each(chartLines.map((words) => [words.join(' '), words] as const))('is rendered: %s', (_, words) => {
    const { status, said } = rendered(words);
    expect(status, said).toBe(0);
  });

  it.each(helmLines.map((words) => [words.join(' '), words] as const))('has flags: %s', (_, words) => {
    const { said } = helm([words[1] ?? '', '--help']);
    for (const word of words.filter((one) => one.startsWith('--'))) expect(said).toContain(`${word} `);
  });

  it.each(documentedValues())('are values: %s', (text) => {
    expect(refusal(load(text) as Record<string, unknown>)).toBeNull();
  });

  it('names the Secrets that it has made, with their keys', () => {
    const made = kubectlLines.flatMap((words) => {
      const keys = words.flatMap((word) => /^--from-literal=(\w+)=/.exec(word)?.[1] ?? []);
      const name = words[words.indexOf('generic') + 1];
      return keys.map((key) => `${name}/${key}`);
    });
    const asked = chartLines.flatMap((words) => {
      const manifests = loadAll(rendered(words).said).filter((one) => one !== null) as Manifest[];
      const refs = podOf(manifests).containers[0].env.flatMap((one) => one.valueFrom?.secretKeyRef ?? []);
      return refs.map(({ name, key }) => `${name}/${key}`);
    });
    expect(made.length).toBeGreaterThan(2);
    expect(asked.sort()).toEqual(made.sort());
  });

  it('names to kubectl what the chart makes, and what is in the image', () => {
    const manifests = render();
    const made = manifests.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`);
    const restore = load(documented('restore.yaml')) as Manifest & { spec: PodSpec };
    made.push(`pod/${restore.metadata.name}`);
    const words = kubectlLines.flat();
    const named = words.filter((word) => /^(deployment|service|pod)\/\S+$/.test(word));
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !made.includes(name))).toEqual([]);
    expect(words.filter((_, index) => words[index - 1] === 'pvc')).toEqual(['tenure']);
    expect(restore.spec.volumes[0]).toMatchObject({ persistentVolumeClaim: { claimName: 'tenure' } });
    expect(made).toContain('persistentvolumeclaim/tenure');
    const { template } = only(manifests, 'Deployment').spec as {
      template: { metadata: Manifest['metadata'] };
    };
    const labels = Object.entries(template.metadata.labels ?? {}).map(([name, value]) => `${name}=${value}`);
    const selected = words.filter((_, index) => words[index - 1] === '-l');
    expect(selected.length).toBeGreaterThan(1);
    expect(selected.filter((label) => !labels.includes(label))).toEqual([]);
    for (const path of words.filter((word) => word.startsWith('/app/')))
      expect(existsSync(join(ROOT, 'deploy/image', path.slice('/app/'.length))), path).toBe(true);
  });

  it('waits for what it has ended or begun, longer than kubectl does by itself', () => {
    const waits = kubectlLines.filter((words) => words.includes('wait'));
    expect(waits.map((words) => words.find((word) => word.startsWith('--for=')))).toEqual([
      '--for=delete',
      '--for=condition=Ready',
    ]);
    for (const words of waits) expect(words.join(' ')).toMatch(/ --timeout=/);
  });

  it.each([
    ['as it is', ''],
    ['with who gets in by token', documented('more of kustomization.yaml, under patches')],
  ])(`patches what the Kustomize base has, %s${withKubectl}`, (_, more) => {
    const text = documented('kustomization.yaml') + more;
    const overlay = load(text) as {
      resources: [string];
      images: { name: string; newName: string; newTag: string }[];
      patches: { target: { kind: string; name: string } }[];
    };
    const base = join(ROOT, overlay.resources[0].replace(/^tenure\//, ''), 'tenure.yaml');
    const manifests = loadAll(readFileSync(base, 'utf8')) as Manifest[];
    for (const { target } of overlay.patches)
      expect(only(manifests, target.kind).metadata.name).toBe(target.name);
    for (const { name } of overlay.images)
      expect(podOf(manifests).containers[0].image).toMatch(new RegExp(`^${name}:`));
    if (kubectl === null) return;

    const folder = mkdtempSync(join(tmpdir(), 'tenure-overlay-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'kustomization.yaml'), text);
    symlinkSync(ROOT, join(folder, 'tenure'));
    const made = spawnSync(kubectl, ['kustomize', folder], { encoding: 'utf8' });
    expect(made.status, made.stderr).toBe(0);
    const all = loadAll(made.stdout) as Manifest[];
    expect(podOf(all).containers[0].image).toBe('REGISTRY/tenure:0.1.0');
    expect(only(all, 'ClusterRole').rules).toContainEqual(
      expect.objectContaining({ resources: ['pods'], verbs: ['get', 'list'] }),
    );
    if (more === '') return;
    const byToken = render({ auth: { mode: 'token', sessionKey: { secret: { name: 'tenure-session' } } } });
    for (const rule of only(byToken, 'ClusterRole').rules ?? [])
      expect(only(all, 'ClusterRole').rules).toContainEqual(rule);
    expect(environment(all)).toEqual(environment(byToken));
  });
});
