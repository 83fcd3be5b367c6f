/** A store that does not answer: said, and nobody waits for it for ever. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { CLOSES_WITHIN_MS, HistoryError } from '../../lib/history/history.ts';
import type { StoreLink, StoreMethod } from '../../lib/history/store-calls.ts';
import { lacksPostgres, startPostgres } from '../setup/postgres.ts';
import { EVERYTHING, handover } from './batch-builder.ts';
import { CLUSTER, type Recorder, recorder } from './recorder.ts';

const open: Recorder[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.history.close(0);
});

/** A store of which the test says when it answers. */
function holding() {
  const held = new Map<StoreMethod, (() => void)[]>();
  const asked: StoreMethod[] = [];
  const link: StoreLink = {
    async call(method, ..._args): Promise<never> {
      asked.push(method);
      if (method === 'write' || method === 'known') {
        const waiting = held.get(method) ?? [];
        held.set(method, waiting);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      return { keptFrom: null, created: false, watched: [] } as never;
    },
    end: async () => undefined,
  };
  return {
    start: () => link,
    asked,
    answer: (method: StoreMethod) => {
      for (const resolve of held.get(method)?.splice(0) ?? []) resolve();
    },
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function holdingRun() {
  const store = holding();
  const one = recorder('file:none.db', { start: store.start });
  open.push(one);
  await one.history.open(CLUSTER);
  await settled();
  return { ...one, ...store };
}

describe('a store that takes long', () => {
  it('for a write is told after 5 s, and told again once it has answered', async () => {
    const { history, pass, answer, warned } = await holdingRun();
    history.record({ handovers: [handover()] });
    void history.flush();
    await settled();
    pass(4999);
    expect(history.status()).toMatchObject({ state: 'ready', error: null });
    pass(1);
    const { state, error } = history.status();
    expect(state).toBe('failing');
    expect(error?.code).toBe('history_slow');
    expect(error?.hint).toMatch(/buffered/);
    // What is told meanwhile waits, and is written after it.
    history.record({ handovers: [handover({ id: 'uid-1.101' })] });
    pass(60_000);
    expect(warned).toEqual(['history_slow']);
    answer('write');
    await settled();
    expect(history.status()).toMatchObject({ state: 'ready', error: null, waiting: 1 });
    pass(1000);
    await settled();
    answer('write');
    await settled();
    expect(history.status()).toMatchObject({ state: 'ready', waiting: 0 });
  });

  it('lets nobody wait for more than 2 s until all is written', async () => {
    const { history, pass, answer } = await holdingRun();
    history.record({ handovers: [handover()] });
    let isOver = false;
    void history.flush().then(() => {
      isOver = true;
    });
    await settled();
    pass(1999);
    await settled();
    expect(isOver).toBe(false);
    pass(1);
    await settled();
    expect(isOver).toBe(true);
    answer('write');
  });

  it('is given up by who asks after 10 s, and who stood in line is not asked for', async () => {
    const { history, pass, answer, asked } = await holdingRun();
    const reads = Array.from({ length: 6 }, () => history.reads.known());
    const over = Promise.allSettled(reads);
    await settled();
    pass(10_000);
    for (const { status, ...rest } of await over) {
      expect(status).toBe('rejected');
      expect(rest).toMatchObject({ reason: { code: 'history_slow' } });
    }
    answer('known');
    await settled();
    expect(asked.filter((method) => method === 'known')).toHaveLength(4);
  });

  it('is given up at the end when the time is over, which is told', async () => {
    const opened = { keptFrom: null, created: false, watched: [] } as never;
    const link: StoreLink = {
      call: (method, ..._args) =>
        method === 'open' ? Promise.resolve(opened) : new Promise(() => undefined),
      end: async () => undefined,
    };
    const { history, pass, warned, hinted } = recorder('file:none.db', { start: () => link });
    await history.open(CLUSTER);
    history.record({ handovers: [handover()] });
    let isOver = false;
    void history.close(1500).then(() => {
      isOver = true;
    });
    for (const ms of [1500, CLOSES_WITHIN_MS - 1]) {
      await settled();
      pass(ms);
    }
    await settled();
    expect(isOver).toBe(false);
    pass(1);
    await settled();
    expect(isOver).toBe(true);
    // That it was slow, and that something was not written.
    expect(warned).toEqual(['history_slow', 'undefined']);
    // Nothing more is written: nobody is told that it will be.
    expect(hinted).toEqual([]);
  });

  it.each(['open', 'write'] as const)('is not begun anew by what answers after the end: %s', async (slow) => {
    const answers: (() => void)[] = [];
    let starts = 0;
    const link: StoreLink = {
      async call(method, ..._args): Promise<never> {
        if (method === slow) await new Promise<void>((resolve) => answers.push(resolve));
        return { keptFrom: null, created: false, watched: [] } as never;
      },
      end: async () => undefined,
    };
    const start = (): StoreLink => {
      starts += 1;
      return link;
    };
    const { history, pass, warned, planned } = recorder('file:none.db', { start });
    void history.open(CLUSTER);
    await settled();
    history.record({ handovers: Array.from({ length: 600 }, (_, id) => handover({ id: `uid-1.${id}` })) });
    const over = history.close(1500);
    await settled();
    pass(1500);
    for (const answer of answers) answer();
    await over;
    await settled();
    expect([starts, warned, planned()]).toEqual([1, ['undefined'], 0]);
  });

  it('has lost what waits also where its thread ends meanwhile, which is told', async () => {
    const why = { code: 'history_thread_ended', message: '', hint: '' };
    let end = (): void => undefined;
    const { history, warned } = recorder('file:none.db', {
      start: (died) => ({
        async call(method, ..._args): Promise<never> {
          if (method === 'write')
            await new Promise((_resolve, reject) => {
              end = () => {
                died(why);
                reject(new HistoryError(why));
              };
            });
          return { keptFrom: null, created: false, watched: [] } as never;
        },
        end: async () => undefined,
      }),
    });
    await history.open(CLUSTER);
    history.record({ handovers: [handover()] });
    const over = history.close(1500);
    await settled();
    end();
    await over;
    expect(warned).toEqual(['history_thread_ended', 'undefined']);
  });
});

const name = lacksPostgres === null ? 'PostgreSQL' : `PostgreSQL (${lacksPostgres})`;
describe.skipIf(lacksPostgres !== null)(name, () => {
  it('that hangs is told, and written to when it goes on', async () => {
    const server = await startPostgres();
    const one = recorder(await server.createDatabase());
    open.push(one);
    await one.history.open(CLUSTER);
    one.history.record({ handovers: [handover()] });
    await one.history.flush();
    const folder = server.sql('show data_directory');
    const backends = server.sql("select pid from pg_stat_activity where application_name = 'tenure'");
    const postmaster = readFileSync(`${folder}/postmaster.pid`, 'utf8').split('\n', 1);
    const pids = [...postmaster, ...backends.split('\n')].map(Number);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    try {
      one.history.record({ handovers: [handover({ id: 'uid-1.101' })] });
      one.pass(1000);
      await one.reach('failing', 'history_slow');
      const read = one.history.reads.known();
      one.pass(10_000);
      await expect(read).rejects.toMatchObject({ code: 'history_slow' });
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    }
    await one.reach('ready');
    await one.history.flush();
    await one.reach('ready');
    expect(await one.history.reads.handovers(EVERYTHING, { limit: 9, after: null })).toHaveLength(2);
    expect(one.history.status()).toMatchObject({ waiting: 0, lost: 0 });
    await one.history.close(1000);
    await server.end();
  }, 60_000);
});
