/** What the chart says once it is installed. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lacksHelm, suiteName } from '../setup/requirements.ts';
import { CHART, helm, KUBE_VERSION, type Values } from './chart.ts';

/** Helm renders no notes by itself without a cluster: so that a template of a copy has them in it. */
const SHOWN = 'templates/shown.yaml';
const NOTES = 'notes: |\n  {{- include (print .Template.BasePath "/NOTES.txt") . | nindent 2 }}\n';

function notes(values: Values): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-chart-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(CHART, folder, { recursive: true });
  writeFileSync(join(folder, SHOWN), NOTES);
  const args = ['template', 'tenure', folder, '--kube-version', KUBE_VERSION, '-s', SHOWN, '-f', '-'];
  const { status, said } = helm(args, JSON.stringify(values));
  if (status !== 0) throw new Error(said);
  return (load(said) as { notes: string }).notes.replaceAll('\n', ' ');
}

describe.skipIf(lacksHelm !== null)(suiteName('the notes of the chart', lacksHelm), () => {
  const auth = { mode: 'token' };
  const ingress = { enabled: true, host: 'tools.example.org', trustedProxies: ['192.0.2.16/28'] };
  const LEAD = 'Have its Ingress lead plain HTTP to HTTPS';

  it('have an Ingress with a certificate lead plain HTTP to HTTPS', () => {
    expect(notes({ auth, ingress: { ...ingress, tlsSecret: 'tls' } })).toContain(LEAD);
  });

  it('have one without hand on the https of what is in front of it: what leads there would lead in a circle', () => {
    const said = notes({ auth, ingress, tenure: { publicUrl: 'https://tools.example.org' } });
    expect(said).not.toContain(LEAD);
    expect(said).toContain('hand on its X-Forwarded-Proto: https');
  });
});
