/** A real Alertmanager on loopback, in a folder of its own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, until } from './process.ts';
import { alertmanagerPath, amtoolPath } from './requirements.ts';
import { freePort } from './stack.ts';

export type PostedAlert = {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  generatorURL: string;
  startsAt: string;
  endsAt: string;
  status: { state: string };
};

export type Alertmanager = {
  url: string;
  /** Those that fire, as its API has them. */
  alerts(): Promise<PostedAlert[]>;
  /** amtool's answer, asked of this one. */
  amtool(...args: string[]): string;
  stop(): Promise<void>;
};

/** `config`: its file; without it nothing is sent on. `port`: where another one was before. */
export async function startAlertmanager(
  config = 'route:\n  receiver: none\nreceivers:\n  - name: none\n',
  port?: number,
): Promise<Alertmanager> {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-alertmanager-'));
  const file = join(directory, 'alertmanager.yml');
  writeFileSync(file, config);
  const at = port ?? (await freePort());
  const url = `http://127.0.0.1:${at}`;
  const program = run(alertmanagerPath, [
    `--config.file=${file}`,
    `--storage.path=${join(directory, 'data')}`,
    `--web.listen-address=127.0.0.1:${at}`,
    // Of a single one nobody else has to know.
    '--cluster.listen-address=',
  ]);
  await until('Alertmanager to be ready', async () => ((await fetch(`${url}/-/ready`)).ok ? true : null));
  return {
    url,
    async alerts() {
      const answer = await fetch(`${url}/api/v2/alerts`);
      return (await answer.json()) as PostedAlert[];
    },
    amtool: (...args) =>
      execFileSync(amtoolPath, [...args, `--alertmanager.url=${url}`], { encoding: 'utf8' }),
    async stop() {
      await program.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** What amtool says of a configuration; throws where it is a wrong one. */
export function checkedConfig(config: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-amtool-'));
  const file = join(directory, 'alertmanager.yml');
  writeFileSync(file, config);
  try {
    return execFileSync(amtoolPath, ['check-config', file], { encoding: 'utf8' });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
