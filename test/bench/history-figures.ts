/** What the history costs to ask, in the thread that answers: stores of a month, on SQLite and on PostgreSQL. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import pg from 'pg';
import type { LeaseName, TimelineQuestion } from '../../lib/history/history.ts';
import { insight } from '../../lib/history/insight.ts';
import { DAY_MS, HOUR_MS } from '../../lib/history/lanes-entry.ts';
import { type OpenDatabase, openDatabase } from '../../lib/history/open-database.ts';
import { renewals } from '../../lib/history/renewal-reads.ts';
import type { Database } from '../../lib/history/schema.ts';
import { storePlace } from '../../lib/history/store-url.ts';
import { timelineJson } from '../../lib/history/timeline.ts';
import { createHolderReader } from '../../lib/history/timeline-holders.ts';
import { lacksPostgres, startPostgres } from '../setup/postgres.ts';
import { fillRenewals } from './history-renewals.ts';
import {
  type BulkInsert,
  CLUSTER,
  createRandom,
  DAYS,
  FROM,
  fillHandovers,
  NOW,
  type Spread,
} from './history-store.ts';
import { atMost, type Figure, note, quantile, round } from './report.ts';

type Store = {
  kind: string;
  database: OpenDatabase;
  insert: BulkInsert;
  bytes(): Promise<number>;
  close(): Promise<void>;
};
type Opener = () => Promise<Store>;

/** The first page of 200 lanes at 1,000 points over 30 days, for handovers spread evenly and by Zipf's law. */
export async function historyTimeline({ quick }: { quick: boolean }): Promise<Figure[]> {
  const size = quick ? { leases: 500, handovers: 100_000 } : { leases: 5000, handovers: 1_000_000 };
  const figures: Figure[] = [];
  await onEach(figures, async (open) => {
    for (const spread of ['even', 'skewed'] satisfies Spread[]) {
      const store = await open();
      try {
        await fillHandovers(store.database.write, store.insert, { ...size, spread });
        await analyse(store.database.write);
        const name = `timeline, 30 days over ${size.handovers.toLocaleString('en')}, ${spread}, p99, ${store.kind}`;
        figures.push(...(await timeQuestions(name, store.database.read)));
      } finally {
        await store.close();
      }
    }
  });
  return figures;
}

/** Thirty days of 500 Leases that renew every 2 s: how large, and how soon one of them is read. */
export async function historyRenewals({ quick }: { quick: boolean }): Promise<Figure[]> {
  const leases = quick ? 50 : 500;
  const figures: Figure[] = [];
  await onEach(figures, async (open) => {
    const store = await open();
    try {
      const before = await store.bytes();
      await fillRenewals(store.database.write, store.insert, leases);
      await analyse(store.database.write);
      const bytes = ((await store.bytes()) - before) * (500 / leases);
      figures.push(
        atMost(
          `renewals of 500 Leases over ${DAYS} days, ${store.kind}`,
          bytes / 1e6,
          100,
          'MB',
          quick ? `from ${leases} Leases` : 'with indexes, and the last hours unpacked',
        ),
      );
      const random = createRandom(5);
      const page = async (
        what: string,
        ask: (name: LeaseName, to: number) => Promise<void>,
      ): Promise<void> => {
        const times = await timed(() => {
          const name = { namespace: 'team-0', name: `renewing-${Math.floor(random() * leases)}` };
          return ask(name, NOW - Math.floor(random() * HOUR_MS));
        });
        const figure = `Lease page, 30 days of ${what}, p99, ${store.kind}`;
        figures.push(atMost(figure, quantile(times, 0.99), 50, 'ms', spread(times)));
      };
      await page('renewals', async (name, to) => {
        const range = { from: to - DAYS * DAY_MS, to, points: 1000 };
        const buckets = await renewals(store.database.read, CLUSTER, name, range);
        if (buckets.length < 900) throw new Error(`${buckets.length} buckets are too few`);
      });
      await page('insight', async (name, to) => {
        const watching = [{ scope: null, from: FROM, to: NOW }];
        const range = { from: to - DAYS * DAY_MS, to, now: NOW, watching, expiredSince: null };
        const { worstGapMs } = await insight(store.database.read, CLUSTER, name, range);
        if (worstGapMs === null) throw new Error('no renewal of a month');
      });
    } finally {
      await store.close();
    }
  });
  return figures;
}

const WARM_UP = 20;
/** The slowest hundredth of fewer would be one or two of them. */
const QUESTIONS = 500;
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Each question differs: of another range, every third of one namespace, every seventh by a name. */
async function timeQuestions(name: string, db: Kysely<Database>): Promise<Figure[]> {
  const random = createRandom(3);
  const readHolders = createHolderReader();
  const sizes: number[] = [];
  let asked = 0;
  const times = await timed(async () => {
    asked += 1;
    const to = NOW - Math.floor(random() * 12 * HOUR_MS);
    const question: TimelineQuestion = {
      namespaces: asked % 3 === 0 ? [`team-${asked % 10}`] : [],
      names: [],
      classes: [],
      watching: [{ scope: null, from: NOW - 1000, to: NOW }],
      q: asked % 7 === 0 ? 'Controller-00' : null,
      moved: false,
      from: to - DAYS * DAY_MS,
      to,
      now: NOW,
      points: 1000,
      limit: 200,
      after: null,
    };
    const { json } = await timelineJson(db, CLUSTER, question, readHolders);
    sizes.push(json.length);
  });
  return [
    atMost(name, quantile(times, 0.99), 50, 'ms', spread(times)),
    note(
      '  its answer',
      `${round(Math.max(...sizes) / 1e6)} MB of JSON at most, from ${new Date(FROM).toISOString().slice(0, 10)}`,
    ),
  ];
}

async function timed(ask: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  // What filling the store left behind is not the product's to collect.
  collect();
  for (let n = 0; n < WARM_UP + QUESTIONS; n++) {
    const began = performance.now();
    await ask();
    if (n >= WARM_UP) times.push(performance.now() - began);
  }
  return times;
}

function spread(times: readonly number[]): string {
  return `median ${round(quantile(times, 0.5))}, worst ${round(Math.max(...times))} of ${times.length}`;
}

/** As PostgreSQL does by itself a minute after so much was written. */
async function analyse(db: Kysely<Database>): Promise<void> {
  const postgres = db.getExecutor().adapter instanceof PostgresAdapter;
  await (postgres ? sql`vacuum analyze` : sql`analyze`).execute(db);
}

/** SQLite always; PostgreSQL where the machine has one, else a line that says what is missing. */
async function onEach(figures: Figure[], measure: (open: Opener) => Promise<void>): Promise<void> {
  await measure(openSqliteStore);
  if (lacksPostgres !== null) {
    figures.push(note('PostgreSQL', `not measured: ${lacksPostgres}`));
    return;
  }
  const server = await startPostgres();
  try {
    await measure(async () => openPostgresStore(await server.createDatabase()));
  } finally {
    await server.end();
  }
}

/** In a folder of its own, which goes when it is closed. */
export async function openSqliteStore(): Promise<Store & { path: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-bench-'));
  const path = join(folder, 'bench.db');
  const database = await openDatabase(storePlace(`file:${path}`), () => undefined);
  const direct = new DatabaseSync(path, { timeout: 5000 });
  direct.exec('pragma synchronous = off; pragma cache_size = -200000');
  return {
    kind: 'SQLite',
    path,
    database,
    async insert(table, columns, rows) {
      const marks = columns.map(() => '?').join(', ');
      const statement = direct.prepare(`insert into ${table} (${columns.join(', ')}) values (${marks})`);
      direct.exec('begin');
      for (const row of rows) statement.run(...(row as SQLInputValue[]));
      direct.exec('commit');
    },
    async bytes() {
      direct.exec('pragma wal_checkpoint(truncate)');
      return statSync(path).size;
    },
    async close() {
      direct.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const BATCH = 2000;

async function openPostgresStore(url: string): Promise<Store> {
  const database = await openDatabase(storePlace(url), () => undefined);
  const direct = new pg.Client({ connectionString: url });
  await direct.connect();
  return {
    kind: 'PostgreSQL',
    database,
    async insert(table, columns, rows) {
      let values: unknown[] = [];
      const flush = async (): Promise<void> => {
        if (values.length === 0) return;
        const marks: string[] = [];
        for (let at = 0; at < values.length; at += columns.length) {
          marks.push(`(${columns.map((_, column) => `$${at + column + 1}`).join(',')})`);
        }
        await direct.query(`insert into ${table} (${columns.join(',')}) values ${marks.join(',')}`, values);
        values = [];
      };
      for (const row of rows) {
        values.push(...row);
        if (values.length >= BATCH * columns.length) await flush();
      }
      await flush();
    },
    async bytes() {
      await direct.query('vacuum');
      const { rows } = await direct.query<{ size: string }>(
        'select pg_database_size(current_database()) as size',
      );
      return Number(rows[0]?.size);
    },
    async close() {
      await direct.end();
      await database.close();
    },
  };
}
