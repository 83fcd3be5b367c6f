/** An API server that stalls: what people hear of it, over the pure core and a played clock. */
import type { Due, Receiver } from '../../lib/notify/due.ts';
import { createReceiver } from '../../lib/notify/receiver.ts';
import { createRandom } from '../../lib/simulator/random.ts';
import { createCluster, MINUTE } from '../detect/healthy-cluster.ts';
import { createTenure, NOTHING_LEFT } from '../detect/healthy-tenure.ts';

const T0 = Date.UTC(2026, 5, 1);
const ROUND_MS = 2000;
const RECEIVERS: Receiver[] = [
  { id: 'slack', forgets: false, least: 'warning' },
  { id: 'alertmanager/am:9093', forgets: true, least: 'warning' },
];

/** What each receiver is told, a line a request; reminders of what is told already left out. */
export async function stalled(elections: number, forMs: number, seed = 7) {
  let now = T0;
  const facts = () => ({
    nodes: 500,
    cordoned: new Set<string>(),
    kubernetesMinor: 37,
    nodeOf: () => null,
    holderExists: () => true,
  });
  const tenure = createTenure(T0, facts, NOTHING_LEFT);
  let begun = false;
  const cluster = createCluster({ nodes: 500, elections }, createRandom(seed), T0, () => ({
    written: (record, at) => begun && tenure.written(record, at),
    deleted: () => undefined,
  }));
  let changes = 0;
  const heard = RECEIVERS.map((receiver) => {
    const told: string[] = [];
    let written: readonly Due[] = [];
    const one = createReceiver({
      receiver,
      compose(due, most) {
        written = due.slice(0, most);
        return { body: '', headers: {}, count: written.length };
      },
      maySend: async () => true,
      async send() {
        const news = written.filter(({ why }) => why !== 'standing');
        if (news.length > 0)
          told.push(news.map(({ alert, tell }) => `${alert.fingerprint} ${tell}`).join(', '));
      },
      told: () => undefined,
      outcome: () => undefined,
      changed: () => undefined,
      now: () => now,
      random: () => 0,
    });
    return { one, told };
  });
  const stopsAt = T0 + 90_000;
  for (; now < stopsAt + forMs + 4 * MINUTE; now += ROUND_MS) {
    cluster.play(now);
    if (!begun && now >= T0 + 20_000) {
      begun = true;
      tenure.start(cluster.records(), now);
    }
    if (!begun) continue;
    if (now === stopsAt) cluster.stopAll(forMs);
    tenure.proved(now);
    changes += tenure.judge(now).length;
    for (const { one } of heard) {
      one.look(tenure.alerts, changes);
      await one.settled();
    }
  }
  const consequences = tenure.alerts().filter(({ finding }) => finding.rule === 'expired-but-held').length;
  return { told: heard.map(({ told }) => told), consequences };
}
