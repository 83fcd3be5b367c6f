/** What the chart says once it is installed. */
import { describe, expect, it } from 'vitest';
import { lacksHelm, suiteName } from '../setup/requirements.ts';
import type { Values } from './chart.ts';
import { shown } from './chart-shown.ts';

/** Helm renders no notes by itself without a cluster: so that a template of a copy has them in it. */
const NOTES = 'notes: |\n  {{- include (print .Template.BasePath "/NOTES.txt") . | nindent 2 }}\n';

function notes(values: Values): string {
  return (shown(NOTES, values) as { notes: string }).notes.replaceAll('\n', ' ');
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
