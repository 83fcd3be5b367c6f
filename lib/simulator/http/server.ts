/** The cluster's HTTP face: an API server on loopback whose faults can be called up. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cluster } from '../cluster.ts';
import type { Fault } from '../faults.ts';
import { createAccess } from './access.ts';
import { createControl } from './control.ts';
import { createHandler } from './handler.ts';
import { createLister } from './list.ts';
import { createListener } from './listener.ts';
import { createModes, errorOf } from './modes.ts';
import { createWatchHub } from './watch.ts';

export type SimulatorServer = {
  /** `http://127.0.0.1:PORT`, known once listening. */
  url(): string;
  /** The control endpoint's base, `…/simulator`, on a port of its own so that it works while the API refuses. */
  controlUrl(): string;
  listen(): Promise<void>;
  inject(fault: Fault): Promise<void>;
  connections(): number;
  watches(): number;
  close(): Promise<void>;
};

export function createSimulatorServer(
  cluster: Cluster,
  options: { port: number; controlPort?: number },
): SimulatorServer {
  const access = createAccess();
  const modes = createModes();
  const lister = createLister();
  const hub = createWatchHub(cluster.timers, cluster.random, cluster.store.revisions);
  const address = () => `127.0.0.1:${api.port()}`;
  const handle = createHandler({ cluster, access, lister, hub, modes, address });
  const control = createControl(inject, () => ({
    now: cluster.serverNow(),
    leases: cluster.store.leaseTable.size(),
    watches: hub.watchers().length,
    elections: cluster.elections().map((election) => ({
      lease: `${election.spec.namespace}/${election.spec.name}`,
      leader: election.leader(),
    })),
  }));
  const controlled = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (incoming.url === '/simulator/faults' || incoming.url === '/simulator/state') {
      void control(incoming, outgoing);
      return true;
    }
    return false;
  };
  const api = createListener(options.port, (incoming, outgoing) => {
    if (modes.resetting || !controlled(incoming, outgoing)) handle(incoming, outgoing);
  });
  const aside = createListener(options.controlPort ?? 0, (incoming, outgoing) => {
    if (controlled(incoming, outgoing)) return;
    outgoing.writeHead(404).end();
  });

  async function inject(fault: Fault): Promise<void> {
    switch (fault.do) {
      case 'refuse':
        await api.refuse();
        return;
      case 'reset':
        modes.resetting = fault.always === true;
        api.resetConnections();
        return;
      case 'stall-watches':
        modes.stallingWatches = true;
        for (const watcher of hub.watchers()) watcher.stall(true);
        return;
      case 'respond':
        modes.add(fault);
        return;
      case 'watch-error':
        modes.watchErrors = { left: fault.times ?? 0, status: fault.status };
        for (const watcher of hub.watchers()) watcher.fail(errorOf(fault.status, null, 'admin'));
        return;
      case 'cut-line':
        for (const watcher of hub.watchers()) watcher.cut();
        return;
      case 'end-watches':
        modes.endingWatches = fault.always === true;
        for (const watcher of hub.watchers()) watcher.end();
        return;
      case 'slow-responses':
        modes.slowMs = fault.ms;
        return;
      case 'grant':
        access.grant(fault.user, fault.resources);
        return;
      case 'revoke':
        access.revoke(fault.user, fault.resources);
        return;
      case 'clear':
        modes.clear();
        for (const watcher of hub.watchers()) watcher.stall(false);
        await api.listen();
        return;
      case 'compact':
        lister.forget();
        cluster.inject(fault);
        return;
      default:
        cluster.inject(fault);
    }
  }

  return {
    url: () => `http://${address()}`,
    controlUrl: () => `http://127.0.0.1:${aside.port()}/simulator`,
    async listen() {
      await api.listen();
      await aside.listen();
    },
    inject,
    connections: () => api.connections(),
    watches: () => hub.watchers().length,
    async close() {
      for (const watcher of hub.watchers()) watcher.end();
      await Promise.all([api.refuse(), aside.refuse()]);
    },
  };
}
