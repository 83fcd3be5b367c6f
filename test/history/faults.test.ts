/** What goes wrong around a store: said, borne, and made good as far as it can be. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { historyError } from '../../lib/history/failure.ts';
import { startInProcess } from '../../lib/history/start-in-process.ts';
import type { StoreLink } from '../../lib/history/store-calls.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { lacksPostgres, startPostgres } from '../setup/postgres.ts';
import { EVERYTHING, handover, known, START } from './batch-builder.ts';
import { CLUSTER, type Recorder, recorder } from './recorder.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenure-faults-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open: Recorder[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.history.close(0);
});
function started(...args: Parameters<typeof recorder>): Recorder {
  const one = recorder(...args);
  open.push(one);
  return one;
}

const numbered = (count: number, first = 0): Handover[] =>
  Array.from({ length: count }, (_, index) =>
    handover({ id: `uid-1.${first + index}`, at: START + (first + index) * 1000 }),
  );
async function stored({ history }: Recorder): Promise<number[]> {
  await history.flush();
  const rows = await history.reads.handovers(EVERYTHING, { limit: 200_000, after: null });
  return rows.map(({ id }) => Number(id.split('.')[1])).reverse();
}
async function blindUntil({ history }: Recorder, to: number): Promise<number[][]> {
  const blind = await history.reads.blindSpots({ from: START, to, watching: [] });
  return blind.map(({ from, to }) => [from - START, to - START]);
}

describe('a file', () => {
  it('that is no database, or damaged, is left alone', async () => {
    const path = join(folder, 'notes.txt');
    writeFileSync(path, 'Shopping list: milk, bread, and something for the cat. '.repeat(100));
    const one = started(`file:${path}`);
    void one.history.open(CLUSTER);
    const { error } = await one.reach('failing', 'history_corrupt');
    expect(error?.hint).toMatch(/Move the file/);
    expect(error?.message).toContain(path);
    rmSync(path);
    await one.reach('ready');
  });

  it('in a place that is no folder says what to look at', async () => {
    writeFileSync(join(folder, 'plain'), '');
    const one = started(`file:${join(folder, 'plain/tenure.db')}`);
    void one.history.open(CLUSTER);
    await one.reach('failing', 'history_unreachable');
  });

  it('whose folders cannot be made says so, and does not hang', async () => {
    const one = started('file:/proc/none/of/these/tenure.db');
    void one.history.open(CLUSTER);
    await one.reach('failing', 'history_unreachable');
  });

  it('of a newer version is not touched', async () => {
    const path = join(folder, 'newer.db');
    const before = started(`file:${path}`);
    await before.history.open(CLUSTER);
    await before.history.close(1000);
    const file = new DatabaseSync(path);
    file.exec("insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')");
    file.close();
    const one = started(`file:${path}`);
    void one.history.open(CLUSTER);
    await one.reach('failing', 'history_newer');
  });

  it('that is removed while it is open is missed, begun again, and the time before is blind', async () => {
    const path = join(folder, 'removed/tenure.db');
    const one = started(`file:${path}`);
    await one.history.open(CLUSTER);
    const since = one.now();
    const watch = () => one.history.record({ watched: [{ scope: null, from: since, to: one.now() }] });
    one.history.record({ handovers: numbered(3), leases: [known()] });
    watch();
    await one.history.flush();
    one.pass(1000);
    rmSync(join(folder, 'removed'), { recursive: true });
    one.history.record({
      handovers: numbered(2, 3).map((late, index) => ({ ...late, at: one.now() + index })),
    });
    watch();
    const { error } = await one.reach('failing', 'history_removed');
    expect(error?.message).toMatch(/removed/);
    await one.reach('ready');
    watch();
    expect(await stored(one)).toEqual([3, 4]);
    expect(existsSync(path)).toBe(true);
    const after = await one.history.reads.known();
    expect(after.leases).toEqual([known()]);
    const file = new DatabaseSync(path);
    const rows = file.prepare('select from_at, to_at from watched').all();
    file.close();
    expect(rows).toEqual(
      [{ from_at: since, to_at: one.now() }].map((row) => expect.objectContaining({ to_at: row.to_at })),
    );
    expect(Number(rows[0]?.from_at)).toBeGreaterThanOrEqual(since);
  });

  it('that is replaced is not written to as if it were the same', async () => {
    const path = join(folder, 'replaced.db');
    const one = started(`file:${path}`);
    await one.history.open(CLUSTER);
    one.history.record({ handovers: numbered(1) });
    await one.history.flush();
    renameSync(path, `${path}.old`);
    writeFileSync(path, '');
    one.history.record({ handovers: numbered(1, 1).map((late) => ({ ...late, at: one.now() })) });
    await one.reach('failing', 'history_removed');
    await one.reach('ready');
    expect(await stored(one)).toEqual([1]);
  });
});

const mount = (args: string[]): boolean => spawnSync('mount', args).status === 0;
const small = join(folder, 'small');
mkdirSync(small);
const hasSmall = process.getuid?.() === 0 && mount(['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]);
afterAll(() => {
  if (hasSmall) spawnSync('umount', [small]);
});

describe.skipIf(!hasSmall)('a disk (needs the right to mount one)', () => {
  it('that is full is told, and written to when there is room', async () => {
    const one = started(`file:${join(small, 'tenure.db')}`);
    await one.history.open(CLUSTER);
    one.history.record({ handovers: numbered(20), leases: [known()] });
    await one.history.flush();
    const filler = join(small, 'filler');
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1k', 'count=2000']);
    one.history.record({ handovers: numbered(1000, 20) });
    one.pass(1000);
    await one.reach('failing', 'history_disk_full');
    expect(one.history.status().waiting).toBeGreaterThan(0);
    // What was stored can still be read.
    expect((await one.history.reads.known()).leases).toHaveLength(1);
    rmSync(filler);
    spawnSync('mount', ['-o', 'remount,size=16m', small]);
    await one.reach('ready');
    expect(await stored(one)).toHaveLength(1020);
    expect(one.history.status()).toMatchObject({ waiting: 0, lost: 0 });
  });

  it('that is read-only is told', async () => {
    spawnSync('mount', ['-o', 'remount,ro', small]);
    const one = started(`file:${join(small, 'other.db')}`);
    void one.history.open(CLUSTER);
    const { error } = await one.reach('failing');
    expect(error?.code).toBe('history_read_only');
    spawnSync('mount', ['-o', 'remount,rw', small]);
    await one.reach('ready');
  });
});

describe('what can not be written', () => {
  /** A store that refuses until it is told otherwise. */
  function refusing(code: string): { start: typeof startInProcess; refuses: (now: boolean) => void } {
    let refused = true;
    return {
      refuses(now) {
        refused = now;
      },
      start(died): StoreLink {
        const link = startInProcess(died);
        return {
          ...link,
          call: (method, ...args) =>
            refused && method === 'write'
              ? Promise.reject(Object.assign(new Error('no'), { code }))
              : link.call(method, ...args),
        };
      },
    };
  }

  it('waits in bounded memory; what is given up is counted, and its time is blind', async () => {
    const store = refusing('ECONNREFUSED');
    const one = started(`file:${join(folder, 'bounded.db')}`, {
      start: store.start,
      limits: { bufferedEvents: 10 },
    });
    await one.history.open(CLUSTER);
    one.history.record({
      handovers: numbered(25),
      watched: [{ scope: null, from: START - 60_000, to: one.now() }],
    });
    await one.reach('failing');
    expect(one.history.status()).toMatchObject({ waiting: 10, lost: 15 });
    store.refuses(false);
    await one.reach('ready');
    expect(await stored(one)).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
    expect(await blindUntil(one, START + 60_000)).toEqual([[0, 15_000]]);
  });

  it('is tried less and less often, also where the store opens each time', async () => {
    const store = refusing('ECONNREFUSED');
    let writes = 0;
    const one = started(`file:${join(folder, 'often.db')}`, {
      start(died) {
        const link = store.start(died);
        return {
          ...link,
          call(method, ...args) {
            if (method === 'write') writes += 1;
            return link.call(method, ...args);
          },
        };
      },
    });
    await one.history.open(CLUSTER);
    one.history.record({ handovers: numbered(1) });
    const triedAt: number[] = [];
    for (let second = 0; triedAt.length < 6; second += 1) {
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      if (writes > triedAt.length) triedAt.push(second);
      one.pass(1000);
    }
    const waits = triedAt.slice(1).map((at, index) => at - (triedAt[index] ?? 0));
    expect(waits).toEqual([1, 2, 4, 8, 16]);
  });

  it('is bounded too when the store never opens', async () => {
    const one = started('postgres://tenure@127.0.0.1:1/none', { limits: { bufferedEvents: 10 } });
    void one.history.open(CLUSTER);
    one.history.record({ handovers: numbered(500) });
    const { error } = await one.reach('failing', 'history_unreachable');
    expect(error?.hint).toMatch(/PostgreSQL runs/);
    expect(one.history.status()).toMatchObject({ waiting: 10, lost: 490 });
  });

  it('tells a database that speaks no TLS where that is asked for', async () => {
    // So PostgreSQL answers who asks for TLS and has none.
    const plain = createServer(
      (socket) => void socket.on('error', () => undefined).once('data', () => socket.end('N')),
    );
    await once(plain.listen(0, '127.0.0.1'), 'listening');
    const { port } = plain.address() as AddressInfo;
    const one = started(`postgres://tenure@127.0.0.1:${port}/none?sslmode=verify-full`);
    void one.history.open(CLUSTER);
    const { error } = await one.reach('failing', 'history_no_tls');
    expect(error?.hint).toMatch(/sslmode/);
    plain.close();
  });

  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate'],
    ['CERT_HAS_EXPIRED', 'certificate has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames"],
  ])('tells what a certificate lacks (%s) and what helps', (code, message) => {
    const told = historyError(Object.assign(new Error(message), { code }), 'postgresql');
    expect(told).toMatchObject({ code: 'history_untrusted', message: expect.stringContaining(message) });
    expect(told.hint).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('because of itself does not keep the rest from being written', async () => {
    const one = started(`file:${join(folder, 'odd.db')}`);
    await one.history.open(CLUSTER);
    one.history.record({
      handovers: [...numbered(9), handover({ id: 'odd', at: Number.NaN }), ...numbered(9, 9)],
    });
    one.pass(1000);
    await one.reach('failing', 'history_refused');
    await one.reach('ready');
    expect(await stored(one)).toHaveLength(18);
    expect(one.history.status()).toMatchObject({ waiting: 0, lost: 1 });
  });
});

it('a thread that ends is started again, and what it was given is written by the next', async () => {
  const links: StoreLink[] = [];
  let died: Parameters<typeof startInProcess>[0] = () => undefined;
  const one = started(`file:${join(folder, 'thread.db')}`, {
    start(told) {
      died = told;
      const link = startInProcess(told);
      links.push(link);
      return link;
    },
  });
  await one.history.open(CLUSTER);
  one.history.record({ handovers: numbered(3) });
  await links[0]?.end();
  died({ code: 'history_thread_ended', message: 'out of memory', hint: '' });
  expect(one.history.status()).toMatchObject({ state: 'failing', waiting: 3 });
  await one.reach('ready');
  expect(links).toHaveLength(2);
  expect(await stored(one)).toEqual([0, 1, 2]);
});

it('a thread that cannot be started is told', async () => {
  const { startThread } = await import('../../lib/history/start-thread.ts');
  const one = started(`file:${join(folder, 'none.db')}`, { start: startThread(join(folder, 'none.ts')) });
  void one.history.open(CLUSTER);
  await one.reach('failing', 'history_thread_ended');
});

const name = lacksPostgres === null ? 'PostgreSQL' : `PostgreSQL (${lacksPostgres})`;
describe.skipIf(lacksPostgres !== null)(name, () => {
  it('stopped and started again under load: nothing is lost, nothing doubled', async () => {
    const server = await startPostgres();
    const one = started(await server.createDatabase());
    await one.history.open(CLUSTER);
    let told = 0;
    const tell = (count: number): void => {
      one.history.record({
        handovers: numbered(count, told),
        watched: [{ scope: null, from: START, to: START + told * 1000 }],
      });
      told += count;
      one.pass(1000);
    };
    tell(700);
    await server.stop('immediate');
    for (let round = 0; round < 5; round += 1) tell(300);
    await one.reach('failing', 'history_unreachable');
    tell(300);
    await server.start();
    tell(300);
    await one.reach('ready');
    expect(await stored(one)).toEqual(Array.from({ length: told }, (_, index) => index));
    // And while it is in the middle of a transaction.
    tell(3000);
    const stopped = server.stop();
    tell(10);
    await stopped;
    await server.start();
    await one.reach('ready');
    await one.history.flush();
    await one.reach('ready');
    expect(await stored(one)).toHaveLength(told);
    expect(one.history.status()).toMatchObject({ waiting: 0, lost: 0 });
    await one.history.close(1000);
    await server.end();
  }, 60_000);

  it('that refuses the user or has no such database says so', async () => {
    const server = await startPostgres();
    const url = await server.createDatabase();
    const none = started(`${url}_none`);
    void none.history.open(CLUSTER);
    await none.reach('failing', 'history_no_database');
    const nobody = started(url.replace('tenure@', 'nobody:secret-word@'));
    void nobody.history.open(CLUSTER);
    const { error } = await nobody.reach('failing', 'history_denied');
    expect(JSON.stringify(error)).not.toContain('secret-word');
    // A server that wants TLS answers without it by the same code.
    expect(error?.hint).toContain('?sslmode=verify-full');
    await nobody.history.close(0);
    await none.history.close(0);
    await server.end();
  }, 60_000);
});
