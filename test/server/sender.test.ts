/** Two processes on one PostgreSQL: one tells, the other goes on when it is killed or paused, and nothing is told twice. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSenderLock } from '../../lib/history/sender-lock.ts';
import { lacksPostgres, type Postgres, startPostgres } from '../setup/postgres.ts';
import { until } from '../setup/process.ts';

const HANDOVER_MS = 10_000;
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** What a webhook was told, each alert by itself. */
async function sink() {
  const told: string[] = [];
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    incoming.on('end', () => {
      for (const { told: as, alert } of JSON.parse(body).notifications)
        told.push(`${alert.subject.name} ${as}`);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  const address = server.address();
  return { told, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/` };
}

function replica(url: string, instance: string, webhook: string) {
  const script = new URL('./sender-process.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, url, instance, webhook], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  ends.push(() => child.kill('SIGKILL'));
  let last = { sends: false };
  createInterface({ input: child.stdout }).on('line', (line) => {
    last = JSON.parse(line);
  });
  return {
    sends: () => last.sends,
    find: (...names: string[]) => child.stdin.write(`${JSON.stringify(names)}\n`),
    signal: (name: NodeJS.Signals) => child.kill(name),
  };
}

const suite = lacksPostgres === null ? describe : describe.skip;
suite(`one of two tells${lacksPostgres === null ? '' : ` (${lacksPostgres})`}`, () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.end());

  async function both() {
    const { told, url: webhook } = await sink();
    const url = await postgres.createDatabase();
    const one = replica(url, 'one', webhook);
    await until('the first to be the one', () => one.sends() || null, 20_000);
    const two = replica(url, 'two', webhook);
    const find = (...names: string[]): void => {
      one.find(...names);
      two.find(...names);
    };
    const hears = (count: number) =>
      until(`${count} messages`, () => (told.length >= count ? true : null), HANDOVER_MS + 15_000);
    find('a');
    await hears(1);
    // Killed before this is written it would be told again: nobody could know that it was taken.
    const kept = "select count(*) from delivery where alert_id <> ''";
    await until('what was told to be kept', () => (postgres.sql(kept, url) === '1' ? true : null), 5000);
    return { told, one, two, find, hears };
  }

  it('when it is killed, the other one goes on within 10 s with what is new', async () => {
    const { told, one, two, hears } = await both();
    expect(two.sends()).toBe(false);
    one.signal('SIGKILL');
    const killedAt = performance.now();
    two.find('a', 'b');
    await hears(2);
    expect(performance.now() - killedAt).toBeLessThan(HANDOVER_MS);
    two.find();
    await hears(4);
    expect(told.toSorted()).toEqual(['a firing', 'a over', 'b firing', 'b over']);
  });

  it('when it was paused, it tells nothing any more once another one does', async () => {
    const { told, one, two, find, hears } = await both();
    one.signal('SIGSTOP');
    find('a', 'b');
    await until('the second to be the one', () => two.sends() || null, HANDOVER_MS);
    await hears(2);
    one.signal('SIGCONT');
    find('a', 'b', 'c');
    await hears(3);
    await until('the first to know', () => (one.sends() ? null : true));
    find();
    await hears(6);
    expect(told.toSorted()).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} firing`, `${name} over`]));
  });

  it('a node that is lost loses it within seconds: the session has short limits of its own', async () => {
    const connects = vi.spyOn(pg.Client.prototype, 'connect');
    ends.push(() => connects.mockRestore());
    const lock = createSenderLock(await postgres.createDatabase());
    ends.push(() => lock.release());
    expect(await lock.hold(1)).not.toBeNull();
    const [session] = connects.mock.contexts as pg.Client[];
    const named = "name like 'tcp\\_%' or name = 'idle_session_timeout'";
    const read = await session?.query(`select name, setting from pg_settings where ${named}`);
    const limits = Object.fromEntries(read?.rows.map(({ name, setting }) => [name, Number(setting)]) ?? []);
    // As the kernel says: of a connection by a socket of the file system all of TCP's are 0.
    expect(limits).toEqual({
      tcp_keepalives_idle: 1,
      tcp_keepalives_interval: 1,
      tcp_keepalives_count: 2,
      tcp_user_timeout: 3000,
      // Since PostgreSQL 14.
      ...('idle_session_timeout' in limits ? { idle_session_timeout: 3000 } : {}),
    });
  });

  it('when PostgreSQL was away, one of them goes on and nothing is told twice', async () => {
    const { told, one, two, find, hears } = await both();
    await postgres.stop('immediate');
    await until('nobody to be the one', () => (one.sends() || two.sends() ? null : true));
    find('a', 'b');
    await postgres.start();
    await hears(2);
    expect([one.sends(), two.sends()].filter(Boolean)).toHaveLength(1);
    find();
    await hears(4);
    expect(told.toSorted()).toEqual(['a firing', 'a over', 'b firing', 'b over']);
  });
});
