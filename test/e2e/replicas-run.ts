/**
 * Two whole servers on one PostgreSQL, behind something like a Service, watching a cluster in which something is
 * provoked again and again: first the one that tells is killed, then the other one. What came of it is held against
 * what really happened. Used by the test and by `npm run bench`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAlertmanager } from '../setup/alertmanager.ts';
import { type Break, type EventSource, openEventSource } from '../setup/event-source.ts';
import { recordLeases } from '../setup/lease-record.ts';
import { startPostgres } from '../setup/postgres.ts';
import { until } from '../setup/process.ts';
import { startService } from '../setup/service.ts';
import { startSink } from '../setup/sink.ts';
import { type Server, startServer, startSimulator } from '../setup/stack.ts';
import { provoke, RULES } from './replicas-provoke.ts';
import {
  historyFaults,
  openAlerts,
  overAlerts,
  pagesOf,
  type Told,
  tellingFaults,
} from './replicas-truth.ts';

export type Kill = {
  what: 'sender' | 'other';
  at: number;
  /** Streams that broke, and the longest until one of them was live again, ms. */
  broke: number;
  slowestMs: number;
  /** Until another one told, ms; null where the one that tells lived on. */
  handoverMs: number | null;
};
export type ReplicasRun = {
  streams: number;
  kills: Kill[];
  streamFaults: string[];
  handovers: number;
  historyFaults: string[];
  blindSpots: number;
  /** Alerts that the webhook was told of, and those that a kill let it be told of twice. */
  told: number;
  twice: number;
  alertFaults: string[];
  /** What Alertmanager has that it should not, or lacks, at each look. */
  alertmanagerFaults: string[];
  /** What Alertmanager told people. */
  pages: number;
};

const SETTLED_MS = 35_000;
const CALM_MS = 4_000;

const elapsed = (ms: number): Promise<true> => {
  const from = performance.now();
  return until('time to pass', () => (performance.now() - from >= ms ? true : null), ms + 10_000);
};

export async function runReplicas(streams: number, provokedMs: number): Promise<ReplicasRun> {
  const ends: (() => unknown)[] = [];
  try {
    const postgres = await startPostgres();
    ends.push(() => postgres.end());
    const told = await startSink<Told>((body, at) =>
      (
        JSON.parse(body) as { notifications: { told: Told['told']; why: string; alert: { id: string } }[] }
      ).notifications.map(({ told: as, why, alert }) => ({ at, id: alert.id, told: as, why })),
    );
    ends.push(told.stop);
    const pages = await startSink(
      (body) => (JSON.parse(body) as { alerts: { status: string; fingerprint: string }[] }).alerts,
    );
    ends.push(pages.stop);
    const alertmanager = await startAlertmanager(
      `route:\n  receiver: people\n  group_by: ['...']\n  group_wait: 0s\n  group_interval: 1s\nreceivers:\n  - name: people\n    webhook_configs:\n      - url: ${pages.url}\n`,
    );
    ends.push(alertmanager.stop);
    const simulator = await startSimulator('--no-story');
    ends.push(simulator.stop);
    const record = await recordLeases(simulator.url);
    ends.push(record.stop);

    const folder = mkdtempSync(join(tmpdir(), 'tenure-replicas-'));
    ends.push(() => rmSync(folder, { recursive: true, force: true }));
    const rules = join(folder, 'rules.yaml');
    writeFileSync(rules, RULES);
    const database = await postgres.createDatabase();
    const replica = async (): Promise<Server> => {
      const server = await startServer({
        KUBECONFIG: simulator.kubeconfig,
        TENURE_DATABASE_URL: database,
        TENURE_ALERTMANAGER_URL: alertmanager.url,
        TENURE_WEBHOOK_URL: told.url,
        TENURE_RULES_FILE: rules,
        TENURE_TRUSTED_PROXIES: '127.0.0.1/32',
        TENURE_LOG_LEVEL: 'warn',
      });
      ends.push(() => server.stop());
      await server.waitFor('live');
      await until('the history', async () =>
        (await server.status()).history.state === 'ready' ? true : null,
      );
      return server;
    };
    const isSender = async (server: Server): Promise<true | null> =>
      (await server.status()).sender ? true : null;

    const first = await replica();
    await until('the first to tell', () => isSender(first), 60_000);
    const second = await replica();
    const from = Date.now();
    const service = await startService(first.origin, second.origin);
    ends.push(service.stop);

    const viewers: EventSource[] = [];
    ends.push(() => {
      for (const viewer of viewers) viewer.close();
    });
    let people = 0;
    const open = async (count: number): Promise<void> => {
      const mine: EventSource[] = [];
      for (let index = 0; index < count; index++) {
        people += 1;
        mine.push(openEventSource(service.origin, `10.1.${people >> 8}.${people & 255}`));
        if (index % 50 === 49) await live(mine);
      }
      await live(mine);
      viewers.push(...mine);
    };
    await open(streams);
    // A cluster that was only just seen is not judged yet.
    await until('both to be settled', () => (Date.now() - from > SETTLED_MS ? true : null), 2 * SETTLED_MS);

    const kills: Kill[] = [];
    const alertmanagerFaults: string[] = [];
    const look = async (when: string, server: Server): Promise<void> => {
      const compared = await compareAlertmanager(alertmanager, server);
      alertmanagerFaults.push(...compared.map((fault) => `${when}: ${fault}`));
    };
    const kill = async (what: Kill['what'], victim: Server, left: Server): Promise<void> => {
      const had = await streamsOf(victim);
      const at = Date.now();
      const gone = victim.program.stop('SIGKILL');
      const handover = until('the other one to tell', () => isSender(left), 60_000, 25).then(
        () => Date.now() - at,
      );
      await gone;
      service.use(left.origin);
      const broken = (): Break[] => viewers.flatMap((one) => one.breaks().filter((it) => it.at >= at));
      await until('its streams to break', () => (broken().length >= had ? true : null), 60_000);
      await live(viewers);
      const broke = broken();
      const times = broke.map(({ liveAt }) => (liveAt ?? Number.POSITIVE_INFINITY) - at);
      const handoverMs = what === 'sender' ? await handover : null;
      kills.push({ what, at, broke: broke.length, slowestMs: Math.max(0, ...times), handoverMs });
    };

    const stirring = provoke(simulator);
    ends.push(stirring.stop);
    await elapsed(provokedMs);
    await look('before', second);
    await kill('sender', first, second);
    await elapsed(provokedMs / 2);
    await look('after the sender was killed', second);
    const third = await replica();
    for (const viewer of viewers.splice(0, streams / 2)) viewer.close();
    service.use(third.origin);
    await open(streams / 2);
    service.use(second.origin, third.origin);
    await elapsed(provokedMs / 2);
    await kill('other', third, second);
    await elapsed(provokedMs / 2);
    await stirring.stop();
    await until(
      'all to be calm',
      async () => {
        const holds = [...record.writes.values()].every((writes) => {
          const last = writes.at(-1);
          const before = writes.findLast(({ holder }) => holder !== last?.holder);
          return last?.holder !== '' && Date.now() - (before?.at ?? 0) > CALM_MS;
        });
        return holds && (await openAlerts(second)).length === 0 ? true : null;
      },
      180_000,
      1000,
    );
    await look('at the end', second);
    // What is told last is gathered first, and a message may wait for the one before it.
    await elapsed(15_000);

    const kept = await pagesOf(second, 'handovers', from);
    const blind = (await (
      await fetch(`${second.origin}/api/v1/blind-spots?from=${from}&to=${Date.now()}`)
    ).json()) as { items: object[] };
    const { faults: history, expected } = historyFaults(record, kept, from);
    const telling = tellingFaults(
      told.taken,
      await overAlerts(second, from),
      kills.filter(({ what }) => what === 'sender').map(({ at }) => at),
    );
    return {
      streams,
      kills,
      streamFaults: viewers.flatMap((one) => one.faults()),
      handovers: expected,
      historyFaults: record.whole() ? history : ['the record has a hole', ...history],
      blindSpots: blind.items.length,
      told: telling.told,
      twice: telling.twice,
      alertFaults: telling.faults,
      alertmanagerFaults: [...alertmanagerFaults, ...repeated(pages.taken)],
      pages: pages.taken.length,
    };
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

function live(viewers: readonly EventSource[]): Promise<true> {
  return until('every stream to be live', () => (viewers.every((one) => one.live()) ? true : null), 60_000);
}

async function streamsOf({ origin }: Server): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^tenure_stream_viewers (\d+)$/m.exec(text)?.[1]);
}

/** What fires by the server's word and by Alertmanager's, once both had the time to say it. */
async function compareAlertmanager(
  alertmanager: { alerts(): Promise<{ labels: Record<string, string> }[]> },
  server: Server,
): Promise<string[]> {
  let faults: string[] = [];
  const same = async (): Promise<true | null> => {
    const open = new Set(await openAlerts(server));
    const has = (await alertmanager.alerts()).map(({ labels }) => `${labels.rule}:${labels.key}`);
    faults = [
      ...[...open].filter((key) => !has.includes(key)).map((key) => `lacks ${key}`),
      ...has.filter((key) => !open.has(key)).map((key) => `still has ${key}`),
      ...has.filter((key, index) => has.indexOf(key) !== index).map((key) => `has ${key} twice`),
    ];
    return faults.length === 0 ? true : null;
  };
  return until('Alertmanager to have what fires', same, 40_000, 500).then(
    () => [],
    () => faults,
  );
}

/** Alertmanager tells each of them in turn that it fires and that it is over. */
function repeated(pages: readonly { status: string; fingerprint: string }[]): string[] {
  const last = new Map<string, string>();
  return pages.flatMap(({ status, fingerprint }) => {
    const before = last.get(fingerprint) ?? 'resolved';
    last.set(fingerprint, status);
    return before === status ? [`Alertmanager told ${fingerprint} twice to be ${status}`] : [];
  });
}
