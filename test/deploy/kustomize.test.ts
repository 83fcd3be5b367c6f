import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lacksHelm, suiteName } from '../setup/requirements.ts';
import { HELM } from './chart.ts';
import { DEPLOY } from './prometheus-files.ts';

const folder = join(DEPLOY, 'kustomize');

describe.skipIf(lacksHelm !== null)(suiteName('the Kustomize base', lacksHelm), () => {
  it('is the chart with its defaults', () => {
    const env = { ...process.env, HELM };
    const rendered = spawnSync(join(folder, 'render.sh'), { env, encoding: 'utf8' });
    expect(rendered.stderr).toBe('');
    expect(readFileSync(join(folder, 'tenure.yaml'), 'utf8')).toBe(rendered.stdout);
  });
});
