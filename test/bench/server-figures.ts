/** What the server process costs: time to live, stalls, CPU, memory, and what comes and goes. */
import { until } from '../setup/process.ts';
import { commandLine, cpuMs, memory, openFiles, tree } from './proc.ts';
import { atMost, type Figure, megabytes, note, quantile, round } from './report.ts';
import { openViewer, type Viewer } from './viewer.ts';
import { metric, metrics, type World } from './world.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * From the first word of the list to the state live, both as Tenure's own feed dates them, seen by asking for
 * the status every 20 ms; and the longest event-loop delay since the process began.
 */
export async function listToLive(world: World): Promise<Figure[]> {
  const { startedAt, syncingAt, liveAt, leases, stallMs, loadingStallMs } = world.start;
  return [
    atMost(
      `list of ${leases} Leases to live`,
      (liveAt - syncingAt) / 1000,
      1.5,
      's',
      `${round((liveAt - startedAt) / 1000)} s after the process began`,
    ),
    atMost(
      'longest event-loop stall until live',
      stallMs,
      50,
      'ms',
      `${round(loadingStallMs)} ms before the first answer`,
    ),
  ];
}

const STEADY_AFTER_MS = 30_000;
const STRETCHES = 7;
const STRETCH_MS = 20_000;

/**
 * `/proc/PID/stat` of the whole tree over stretches of steady state, against the renewals counted in them: of each number
 * the median, since a machine that is shared runs now faster, now slower. Judging has a target of its own, and is told by
 * itself.
 */
export async function cpu(world: World): Promise<Figure[]> {
  const used = (): number => tree(world.server.pid).reduce((sum, pid) => sum + cpuMs(pid), 0);
  const stretch = async () => {
    const [before, began, first] = [used(), performance.now(), await world.renewals()];
    await pause(world.quick ? 5_000 : STRETCH_MS);
    const [after, elapsedMs, last] = [used(), performance.now() - began, await world.renewals()];
    const renewals = last.count - first.count;
    const judgingMs = last.judgingMs - first.judgingMs;
    return {
      share: ((after - before - judgingMs) / elapsedMs) * 100,
      judgingShare: (judgingMs / elapsedMs) * 100,
      perRenewalUs: ((after - before - judgingMs) / renewals) * 1000,
      rate: (renewals / elapsedMs) * 1000,
      stallMs: last.stallMs,
    };
  };
  const measure = async () => {
    const all: Awaited<ReturnType<typeof stretch>>[] = [];
    while (all.length < STRETCHES) all.push(await stretch());
    const each = all.map((one) => one.perRenewalUs);
    const median = (of: (one: (typeof all)[number]) => number): number => quantile(all.map(of), 0.5);
    return {
      share: median((one) => one.share),
      judgingShare: median((one) => one.judgingShare),
      perRenewalUs: median((one) => one.perRenewalUs),
      rate: median((one) => one.rate),
      stallMs: Math.max(...all.map((one) => one.stallMs)),
      spread: `${round(Math.min(...each))} to ${round(Math.max(...each))} in ${STRETCHES} stretches`,
    };
  };
  const figures: Figure[] = [];
  // Steady: the hot path is compiled, and what the list left behind is collected.
  await pause(STEADY_AFTER_MS);
  const alone = await measure();
  figures.push(
    atMost(
      'CPU of the server but for judging, nobody watching',
      alone.share,
      15,
      '% of a core',
      `${round(alone.rate)} renewals/s; judging ${round(alone.judgingShare)} % beside it`,
    ),
    atMost('CPU a renewal', alone.perRenewalUs, 23, 'µs', alone.spread),
    note('  the same machine just now', `${round(parseUs())} µs to parse the JSON of one heartbeat`),
    note('longest event-loop stall meanwhile', `${round(alone.stallMs)} ms`),
  );
  const viewers = await openViewers(world, 100);
  const watched = await measure();
  for (const viewer of viewers) viewer.close();
  figures.push(
    note(
      'CPU of the server, 100 viewers',
      `${round(watched.share)} % of a core, ${round(watched.perRenewalUs)} µs a renewal (${watched.spread}), stall ${round(watched.stallMs)} ms`,
    ),
  );
  return figures;
}

/** A yardstick: machines that are shared run now faster, now slower. */
function parseUs(): number {
  const fields = { 'f:holderIdentity': {}, 'f:leaseDurationSeconds': {}, 'f:renewTime': {} };
  const time = '2026-03-06T03:00:00Z';
  const managedFields = [{ manager: 'kubelet', operation: 'Update', time, fieldsV1: { 'f:spec': fields } }];
  const metadata = { name: 'node-00001', namespace: 'kube-node-lease', resourceVersion: '1', managedFields };
  const spec = { holderIdentity: 'node-00001', leaseDurationSeconds: 40, renewTime: time };
  const text = JSON.stringify({ type: 'MODIFIED', object: { kind: 'Lease', metadata, spec } });
  const times: number[] = [];
  for (let turn = 0; turn < 20; turn++) {
    const began = performance.now();
    for (let parsed = 0; parsed < 5000; parsed++) JSON.parse(text);
    times.push((performance.now() - began) / 5);
  }
  return Math.min(...times);
}

export async function openViewers(
  world: { origin: string },
  count: number,
  events: string[] = [],
  heard: (index: number, event: string, data: string, at: number) => void = () => undefined,
): Promise<Viewer[]> {
  const viewers: Viewer[] = [];
  for (let index = 0; index < count; index++) {
    const viewer = openViewer(world.origin, events, (event, data, at) => heard(index, event, data, at));
    viewers.push(viewer);
    await viewer.ready;
  }
  return viewers;
}

/** Five minutes after live (`--quick`: after one): resident memory of the server and all its children. */
export async function memoryFigures(world: World): Promise<Figure[]> {
  const wanted = world.start.seenLiveAt + (world.quick ? 60_000 : 300_000);
  await pause(Math.max(0, wanted - Date.now()));
  const pids = tree(world.server.pid);
  const parts = pids.map((pid) => ({ pid, command: commandLine(pid), ...memory(pid) }));
  const total = parts.reduce((sum, part) => sum + part.rss, 0);
  const lines = await metrics(world.origin);
  const heap = (name: string): string => megabytes(metric(lines, name) ?? 0);
  const agoS = (Date.now() - world.start.seenLiveAt) / 1000;
  return [
    atMost('memory of all server processes', total / 1e6, 300, 'MB', `RSS, ${round(agoS)} s after live`),
    ...parts.map((part) =>
      note(
        `  ${part.command.slice(0, 46)}`,
        `${megabytes(part.rss)}: ${megabytes(part.anonymous)} own, ${megabytes(part.file)} mapped files; PSS ${megabytes(part.pss)}`,
      ),
    ),
    note(
      '  JavaScript heap used of committed, external',
      `${heap('nodejs_heap_size_used_bytes')} of ${heap('nodejs_heap_size_total_bytes')}, ${heap('nodejs_external_memory_bytes')}`,
    ),
  ];
}

/** 1,000 viewers that leave and come back as an EventSource does, 500 that break off: open files and active handles as before. */
export async function leaks(world: World): Promise<Figure[]> {
  const reconnects = world.quick ? 200 : 1000;
  const aborts = world.quick ? 100 : 500;
  const [warm] = await openViewers(world, 1);
  warm?.close();
  const viewersGone = (): Promise<true> =>
    until('the viewers to be gone', async () => ((await world.viewers()) === 0 ? true : null));
  await viewersGone();
  const files = (): number => tree(world.server.pid).reduce((sum, pid) => sum + openFiles(pid), 0);
  const filesBefore = files();
  const handlesBefore = await world.handles();
  let viewers = await openViewers(world, 10);
  for (let done = 0; done < reconnects; done += viewers.length) {
    const ids = viewers.map((viewer) => viewer.lastId());
    for (const viewer of viewers) viewer.close();
    viewers = ids.map((id) => openViewer(world.origin, [], () => undefined, id));
    await Promise.all(viewers.map((viewer) => viewer.ready));
  }
  for (const viewer of viewers) viewer.close();
  for (let done = 0; done < aborts; done += 10) {
    const batch = Array.from({ length: 10 }, () => openViewer(world.origin, [], () => undefined));
    // Some are cut before their answer, some in the middle of their snapshot.
    await pause(done % 40);
    for (const viewer of batch) {
      viewer.ready.catch(() => undefined);
      viewer.close();
    }
  }
  await viewersGone();
  const settled = await until(
    'open files to be back',
    () => (files() <= filesBefore + 2 ? files() : null),
    15_000,
  ).catch(files);
  const handlesAfter = await world.handles();
  return [
    {
      name: `open files after ${reconnects} reconnects, ${aborts} aborts`,
      target: 'as before',
      measured: `${filesBefore} before, ${settled} after`,
      ok: settled <= filesBefore + 2,
    },
    {
      name: 'active handles and timers after them',
      target: 'as before',
      measured: `${handlesBefore ?? 'not told'} before, ${handlesAfter ?? 'not told'} after`,
      ok: handlesAfter !== null && handlesBefore !== null && handlesAfter <= handlesBefore + 2,
    },
  ];
}
