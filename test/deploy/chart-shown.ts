/** A template of the tests' own, rendered with the chart's. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { onTestFinished } from 'vitest';
import { CHART, helm, KUBE_VERSION, type Values } from './chart.ts';

const SHOWN = 'templates/shown.yaml';

/** What `template` says with `values`, in a copy of the chart, as YAML is read; throws what Helm says against it. */
export function shown(template: string, values: Values): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-chart-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(CHART, folder, { recursive: true });
  writeFileSync(join(folder, SHOWN), template);
  const args = ['template', 'tenure', folder, '--kube-version', KUBE_VERSION, '-s', SHOWN, '-f', '-'];
  const { status, said } = helm(args, JSON.stringify(values));
  if (status !== 0) throw new Error(said);
  return load(said);
}
