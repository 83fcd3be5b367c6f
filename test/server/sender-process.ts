/**
 * `sender-process.ts DATABASE_URL INSTANCE WEBHOOK_URL`: what keeps alerts and tells a webhook of them, without a
 * cluster, as a process that can be killed and paused. On standard input the Leases that are vacant from then on, as a
 * list in JSON; every 200 ms it says on standard output whether it is the one that tells.
 */
import { createInterface } from 'node:readline';
import { createAlertBook } from '../../lib/alert/alert-book.ts';
import { createHistory } from '../../lib/history/create-history.ts';
import { startThread } from '../../lib/history/start-thread.ts';
import { createAlertKeeper } from '../../lib/server/alerts/alert-keeper.ts';
import { alertSurroundings } from '../../lib/server/alerts/alert-surroundings.ts';
import { createNotifying } from '../../lib/server/alerts/notifying.ts';
import { systemClock } from '../../lib/server/system-clock.ts';
import { systemTimers } from '../../lib/server/timers.ts';
import { about } from '../alert/builders.ts';

const [url = '', instance = '', webhook = ''] = process.argv.slice(2);
const clock = systemClock();
const now = clock.now;
const log = { info: () => undefined, warn: () => undefined };
const worker = new URL('../../lib/history/worker.ts', import.meta.url).pathname;
const history = createHistory({
  url,
  start: startThread(worker),
  instance,
  timers: systemTimers,
  clock,
  log,
});
const book = createAlertBook({
  timesOf: () => ({ holdMs: 0, clearMs: 0 }),
  rememberMs: 86_400_000,
  settled: () => true,
});
let changes = 0;
let vacant: string[] = [];
const keeper = createAlertKeeper({
  history,
  alerts: { all: book.alerts, restore: book.restore, forgottenUntil: book.forgottenUntil },
  now,
  timers: systemTimers,
  log,
});
const notifying = createNotifying({
  config: {
    ...{ alertmanagers: [], slack: null, least: 'warning', publicUrl: null },
    webhook: { url: webhook, secret: null },
  },
  around: alertSurroundings({
    silenceOf: () => null,
    alerts: { all: book.alerts, changes: () => changes, consequencesOf: () => 0 },
    cluster: () => ({ id: null, name: 'test' }),
    publicUrl: null,
  }),
  alerts: book.alerts,
  changes: () => changes,
  record(deliveries) {
    keeper.delivered(deliveries);
    void history.flush();
  },
  sender: history.sender,
  async takeUp() {
    await history.flush();
    return keeper.restore();
  },
  env: {},
  now,
  timers: systemTimers,
  random: () => 0,
  log,
});

createInterface({ input: process.stdin }).on('line', (line) => {
  vacant = JSON.parse(line);
});
await history.open({ aliases: ['uid:one'], name: null });
notifying.restored(await keeper.restore());
systemTimers.every(200, () => {
  const changed = book.found(
    vacant.map((name) => about(name, 'vacant')),
    Math.round(now()),
  );
  changes += changed.length;
  keeper.changed(changed);
  process.stdout.write(`${JSON.stringify({ sends: history.sender.term() !== null })}\n`);
});
