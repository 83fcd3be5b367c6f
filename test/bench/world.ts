/** What is measured: the load in one process, the built server in another, started as `npm start` does. */

import { until } from '../setup/process.ts';
import type { Server, Simulator } from '../setup/stack.ts';
import { startServer, startSimulator } from '../setup/stack.ts';

export type World = {
  quick: boolean;
  origin: string;
  server: { pid: number };
  /** What was seen of the start; times epoch ms. */
  start: {
    leases: number;
    startedAt: number;
    syncingAt: number;
    liveAt: number;
    seenLiveAt: number;
    stallMs: number;
    /** The longest stall before the first answer: mostly loading the program. */
    loadingStallMs: number;
  };
  /**
   * Renewals judged so far, and since anything was last asked for the longest event-loop delay, and what of it handing
   * a batch to the history took at most; and for how long it judged since the start.
   */
  renewals(): Promise<{ count: number; stallMs: number; handMs: number; judgingMs: number }>;
  /** Rounds of judging so far, what they took in all, and the longest since this was last asked. */
  judging(): Promise<{ rounds: number; totalMs: number; longestMs: number }>;
  viewers(): Promise<number>;
  /** Handles that keep the event loop busy: sockets, timers, watchers. */
  handles(): Promise<number | null>;
  stop(): Promise<void>;
};

export async function metrics(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/metrics`);
  if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`);
  return await answer.text();
}

/** The sum of a metric over its labels, of those that have `label` when it is given. */
export function metric(text: string, name: string, label = ''): number | null {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  const values = lines.filter((line) => line.includes(label)).map((line) => Number(line.split(' ').at(-1)));
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

/** prom-client's histogram counts the 10 ms between two looks into every delay. */
const LOOK_MS = 10;

export async function startWorld(options: {
  quick: boolean;
  nodes: number;
  elections: number;
  handoversPerSecond: number;
}): Promise<World> {
  const simulator: Simulator = await startSimulator(
    '--load',
    `${options.nodes},${options.elections}`,
    '--handovers-per-second',
    String(options.handoversPerSecond),
  );
  let server: Server;
  try {
    server = await startServer({ KUBECONFIG: simulator.kubeconfig, TENURE_LOG_LEVEL: 'warn' });
  } catch (error) {
    await simulator.stop();
    throw error;
  }
  const { origin } = server;
  const stallIn = (text: string): number =>
    Math.max(0, (metric(text, 'nodejs_eventloop_lag_max_seconds') ?? Number.NaN) * 1000 - LOOK_MS);
  const stallMs = async (): Promise<number> => stallIn(await metrics(origin));
  // Loading the program is no part of the list, unless the list was over before the first answer.
  const loadingStallMs = await stallMs();
  const listIsUnderWay = (await server.status()).feed.state !== 'live';
  let syncingAt: number | null = null;
  const live = await until(
    'the server to be live',
    async () => {
      const status = await server.status();
      if (status.feed.state === 'syncing') syncingAt ??= status.feed.since;
      return status.feed.state === 'live' ? status : null;
    },
    120_000,
    // Each look costs the server as much as a hundred Leases do; when it was live it says by itself.
    300,
  );
  return {
    quick: options.quick,
    origin,
    server: { pid: server.program.pid },
    start: {
      leases: live.counts.leases,
      startedAt: live.startedAt,
      // When the list was over before the first answer, all of the time since the runtime began counts.
      syncingAt: syncingAt ?? live.startedAt,
      liveAt: live.feed.since,
      seenLiveAt: Date.now(),
      stallMs: listIsUnderWay ? await stallMs() : loadingStallMs,
      loadingStallMs,
    },
    async renewals() {
      const text = await metrics(origin);
      const count = metric(text, 'tenure_lease_events_total', 'kind="renewal"') ?? 0;
      const handMs = (metric(text, 'tenure_history_hand_over_max_seconds') ?? Number.NaN) * 1000;
      const judgingMs = (metric(text, 'tenure_judging_seconds_total') ?? 0) * 1000;
      return { count, stallMs: stallIn(text), handMs, judgingMs };
    },
    async judging() {
      const text = await metrics(origin);
      return {
        rounds: metric(text, 'tenure_judging_rounds_total') ?? Number.NaN,
        totalMs: (metric(text, 'tenure_judging_seconds_total') ?? Number.NaN) * 1000,
        longestMs: (metric(text, 'tenure_judging_max_seconds') ?? Number.NaN) * 1000,
      };
    },
    viewers: async () => metric(await metrics(origin), 'tenure_stream_viewers') ?? Number.NaN,
    handles: async () => metric(await metrics(origin), 'nodejs_active_resources'),
    async stop() {
      await server.stop();
      await simulator.stop();
    },
  };
}
