/** A real PostgreSQL of the machine's binaries, for suites that store: on loopback, in a folder of its own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, run, until } from './process.ts';

/** The folder with initdb and postgres. */
export const postgresBinaries: string | null = process.env.TENURE_TEST_POSTGRES || null;

/** Why nothing can be tested with PostgreSQL here; null when it can. */
export const lacksPostgres: string | null =
  postgresBinaries === null
    ? 'TENURE_TEST_POSTGRES is not set: set it to the folder with initdb and postgres (Debian: /usr/lib/postgresql/15/bin)'
    : existsSync(join(postgresBinaries, 'postgres'))
      ? null
      : `TENURE_TEST_POSTGRES: there is no postgres in ${postgresBinaries}`;

export type Postgres = {
  /** Of a new, empty database. */
  createDatabase(): Promise<string>;
  /** `immediate`: as a crash. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
  /** At the same port, with what it held. */
  start(): Promise<void>;
  /** Runs SQL in the database of this URL, or in the first one. */
  sql(text: string, url?: string): string;
  /** Ends it and removes its folder. */
  end(): Promise<void>;
};

/** PostgreSQL refuses to run as root: then it runs as whoever Debian's package made for it, or as nobody. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  for (const user of ['postgres', 'nobody']) {
    const uid = spawnSync('id', ['-u', user], { encoding: 'utf8' });
    const gid = spawnSync('id', ['-g', user], { encoding: 'utf8' });
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return { uid: 65534, gid: 65534 };
}

export async function startPostgres(): Promise<Postgres> {
  if (postgresBinaries === null) throw new TypeError(lacksPostgres ?? 'no PostgreSQL');
  const binaries = postgresBinaries;
  const as = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'tenure-postgres-'));
  const data = join(folder, 'data');
  if (as !== null) chownSync(folder, as.uid, as.gid);
  chmodSync(folder, 0o700);
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'tenure', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { stdio: 'pipe', cwd: '/', ...(as ?? {}) },
  );
  const port = await freePort();
  const urlOf = (database: string): string => `postgres://tenure@127.0.0.1:${port}/${database}`;
  let program: Program | null = null;
  let databases = 0;

  function sql(text: string, url = urlOf('postgres')): string {
    return execFileSync(
      join(binaries, 'psql'),
      ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', url, '-c', text],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, PGCONNECT_TIMEOUT: '5' },
      },
    ).trim();
  }

  async function start(): Promise<void> {
    const options = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: folder,
      fsync: 'off',
      shared_buffers: '64MB',
      max_connections: '40',
      log_min_messages: 'warning',
    };
    const args = ['-D', data, '-p', String(port)];
    for (const [name, value] of Object.entries(options)) args.push('-c', `${name}=${value}`);
    program =
      as === null
        ? run(join(binaries, 'postgres'), args)
        : run('setpriv', [
            `--reuid=${as.uid}`,
            `--regid=${as.gid}`,
            '--clear-groups',
            '--pdeathsig=KILL',
            join(binaries, 'postgres'),
            ...args,
          ]);
    await until('PostgreSQL to answer', () => (sql('select 1') === '1' ? true : null), 30_000, 100);
  }

  async function stop(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    const last = program;
    program = null;
    await last?.stop(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
  }

  await start();
  return {
    start,
    stop,
    sql,
    async createDatabase() {
      databases += 1;
      const name = `store_${databases}`;
      sql(`create database ${name}`);
      return urlOf(name);
    },
    async end() {
      await stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
