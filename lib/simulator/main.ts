/** The demo cluster as a process of its own. Prints one JSON line when it is ready; ends on SIGTERM or SIGINT. */
import { writeFileSync } from 'node:fs';
import { ArgumentError, type Arguments, parseArguments } from './arguments.ts';
import { createCluster, DEMO_TOPOLOGY, EMPTY_TOPOLOGY } from './cluster.ts';
import { createSimulatorServer } from './http/server.ts';
import { kubeconfig } from './kubeconfig.ts';
import { createLoad } from './load.ts';
import { createRandom } from './random.ts';
import { createRealTimers } from './real-timers.ts';
import { playStory } from './story.ts';

async function run(options: Arguments): Promise<void> {
  const timers = createRealTimers();
  const random = createRandom(options.seed);
  const topology = options.load === null ? DEMO_TOPOLOGY : EMPTY_TOPOLOGY;
  const cluster = createCluster({ timers, random, topology });
  const { load, handoversPerSecond } = options;
  const startLoad = load === null ? null : createLoad(cluster, { ...load, handoversPerSecond });
  const server = createSimulatorServer(cluster, { port: options.port });
  await server.listen();
  const stopLoad = startLoad?.();
  const stopStory = load === null && options.story ? playStory(cluster) : undefined;
  if (options.writeKubeconfig !== null) {
    writeFileSync(options.writeKubeconfig, kubeconfig(server.url(), options.context), { mode: 0o600 });
  }
  const ready = {
    ready: true,
    url: server.url(),
    control: server.controlUrl(),
    pid: process.pid,
    leases: cluster.store.leaseTable.size(),
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);

  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    stopLoad?.();
    stopStory?.();
    cluster.stop();
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

/** Thousands of short-lived versions a second: a large young generation lets them die before they are copied. */
const LOAD_FLAG = '--max-semi-space-size=64';

try {
  const options = parseArguments(process.argv.slice(2));
  if (
    options.load !== null &&
    !process.execArgv.includes(LOAD_FLAG) &&
    typeof process.execve === 'function'
  ) {
    process.execve(process.execPath, [process.execPath, LOAD_FLAG, ...process.argv.slice(1)], process.env);
  }
  await run(options);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`simulator: ${message}\n`);
  process.exit(error instanceof ArgumentError ? 2 : 1);
}
