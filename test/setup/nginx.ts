/** A real nginx on loopback, in a folder of its own. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, until } from './process.ts';
import { nginxPath } from './requirements.ts';
import { freePort } from './stack.ts';

export type Asked = { method: string; uri: string; status: number };

export type Nginx = {
  origin: string;
  /** What it was asked for and has answered to its end, in this order. */
  asked(): Asked[];
  stop(): Promise<void>;
};

/** `locations`: what stands in its one server. */
export async function startNginx(locations: string): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-nginx-'));
  // Started by root, it works as another user.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const log = join(folder, 'asked');
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(log, '');
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log stderr;
events {}
http {
  log_format asked '$request_method $request_uri $status';
  access_log ${log} asked;
  ${kept.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    ${locations}
  }
}
`,
  );
  const program = run(nginxPath, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr']);
  const origin = `http://127.0.0.1:${port}`;
  try {
    await until('nginx to answer', async () => {
      await fetch(`${origin}/nowhere`);
      return true;
    });
  } catch (error) {
    throw new Error(program.output(), { cause: error });
  }
  return {
    origin,
    asked: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [method = '', uri = '', status = ''] = line.split(' ');
          return { method, uri, status: Number(status) };
        })
        .filter(({ uri }) => uri !== '/nowhere'),
    async stop() {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
