/** Receivers as the runtime has them, over real sockets, with timers turned by hand. */
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../../lib/alert/alert.ts';
import type { Delivery } from '../../../lib/alert/delivery.ts';
import { ALWAYS, type Sender } from '../../../lib/history/election.ts';
import { alertSurroundings } from '../../../lib/server/alerts/alert-surroundings.ts';
import type { NotifyConfig } from '../../../lib/server/alerts/notify-config.ts';
import { createNotifying } from '../../../lib/server/alerts/notifying.ts';
import { about, firing, T0 } from '../../alert/builders.ts';
import { until } from '../../setup/process.ts';
import { fakeTime } from '../fake-timers.ts';

const SECRET = 'hush-hush-hush-hush';
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Takes what it is sent, or answers with this status. */
async function sink() {
  const bodies: string[] = [];
  let status = 200;
  let asked = 0;
  const server: Server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    incoming.on('end', () => {
      asked += 1;
      if (status === 200) bodies.push(body);
      response.writeHead(status).end(`answer of ${incoming.url}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    host,
    bodies,
    asked: () => asked,
    answers(next: number) {
      status = next;
    },
  };
}

const NOBODY: NotifyConfig = {
  ...{ alertmanagers: [], webhook: null, slack: null, least: 'warning', publicUrl: 'https://tenure.example' },
};

function setUp(config: Partial<NotifyConfig>, sender: Sender = ALWAYS) {
  const time = fakeTime(T0);
  let alerts: Alert[] = [];
  let changes = 0;
  const recorded: Delivery[] = [];
  const logged: string[] = [];
  const log = (fields: object, message?: string) => logged.push(JSON.stringify({ ...fields, message }));
  const notifying = createNotifying({
    config: { ...NOBODY, ...config },
    around: alertSurroundings({
      silenceOf: () => null,
      alerts: { all: () => alerts, changes: () => changes, consequencesOf: () => 2 },
      cluster: () => ({ id: null, name: 'prod' }),
      publicUrl: 'https://tenure.example',
    }),
    alerts: () => alerts,
    changes: () => changes,
    sender,
    takeUp: async () => [],
    record: (deliveries) => recorded.push(...deliveries),
    env: {},
    now: time.now,
    timers: time.timers,
    random: () => 0,
    log: { info: log, warn: log },
  });
  ends.push(() => {
    const stopped = notifying.stop(100);
    return time.advance(100).then(() => stopped);
  });
  return {
    notifying,
    time,
    recorded,
    logged,
    become(...next: Alert[]) {
      alerts = next;
      changes += 1;
    },
  };
}
const kept = (recorded: readonly Delivery[]) => recorded.filter(({ alertId }) => alertId !== '');

describe('notifying', () => {
  it('tells each receiver in its own words, and records it', async () => {
    const [am, hook, slack] = await Promise.all([sink(), sink(), sink()]);
    const { notifying, time, become, recorded } = setUp({
      alertmanagers: [`http://${am.host}/prefix`],
      webhook: { url: `http://${hook.host}/`, secret: SECRET },
      slack: `http://${slack.host}/`,
    });
    notifying.restored([]);
    become(firing(about('lock', 'vacant')));
    await time.advance(4000);
    await until('all to be told', () => (kept(recorded).length === 3 ? true : null));
    expect(JSON.parse(am.bodies[0] ?? '')).toMatchObject([{ labels: { alertname: 'TenureVacant' } }]);
    expect(JSON.parse(hook.bodies[0] ?? '')).toMatchObject({
      notifications: [{ told: 'firing', alert: { rule: 'vacant', consequences: 2 } }],
    });
    expect(JSON.parse(slack.bodies[0] ?? '').text).toContain('|vacant of lock> · prod');
    expect(
      kept(recorded)
        .map(({ receiver }) => receiver)
        .sort(),
    ).toEqual([`alertmanager/${am.host}/prefix`, 'slack', 'webhook']);
    expect(notifying.status().map(({ receiver, state, waiting }) => [receiver, state, waiting])).toEqual([
      ['alertmanager', 'ok', 0],
      ['webhook', 'ok', 0],
      ['slack', 'ok', 0],
    ]);
    expect(notifying.counts()[0]).toMatchObject({ receiver: 'alertmanager', sent: 1, failed: 0 });
  });

  it('tells nothing before it is known what was told, and then nothing twice', async () => {
    const hook = await sink();
    const first = setUp({ webhook: { url: `http://${hook.host}/`, secret: null } });
    first.notifying.expectRestore();
    first.become(firing(about('a', 'vacant')), firing(about('b', 'vacant')));
    await first.time.advance(9000);
    expect(hook.asked()).toBe(0);
    const told = { receiver: 'webhook', told: 'firing', severity: 'critical', at: T0 } as const;
    first.notifying.restored([{ ...told, alertId: `vacant:apps/a@${T0}` }]);
    await first.time.advance(4000);
    await until('b to be told', () => (kept(first.recorded).length === 1 ? true : null));
    expect(kept(first.recorded)[0]?.alertId).toBe(`vacant:apps/b@${T0}`);
    expect(first.recorded[0]).toMatchObject({ receiver: 'webhook', alertId: '', at: T0 });
  });

  it('goes on from memory when nothing is restored in ten seconds', async () => {
    const hook = await sink();
    const { notifying, time, become, recorded } = setUp({
      webhook: { url: `http://${hook.host}/`, secret: null },
    });
    notifying.expectRestore();
    become(firing(about('a', 'vacant')));
    await time.advance(14_000);
    await until('it to be told', () => (kept(recorded).length === 1 ? true : null));
  });

  it('says who fails and why, without what is secret', async () => {
    const hook = await sink();
    hook.answers(404);
    const { notifying, time, become, logged } = setUp({
      slack: `http://me:${SECRET}@${hook.host}/services/T000TOKEN`,
    });
    notifying.restored(null);
    become(firing(about('a', 'vacant')));
    await time.advance(4000);
    await until('it to fail', () => (notifying.status()[0]?.state === 'failing' ? true : null));
    expect(notifying.status()).toEqual([
      {
        ...{ receiver: 'slack', host: hook.host, state: 'failing', waiting: 1 },
        since: expect.any(Number),
        error: {
          code: 'http_404',
          message: 'It answered HTTP 404: answer of …',
          hint: expect.stringContaining('no receiver at this path'),
        },
      },
    ]);
    expect(notifying.facts()[0]).toMatchObject({ key: 'notify/slack', state: 'failing' });
    expect(logged).toHaveLength(1);
    expect(logged.join() + JSON.stringify(notifying.facts())).not.toMatch(/hush|T000TOKEN/);
  });

  it('cuts what is under way when another replica is the one that tells', async () => {
    let term: string | null = 'first';
    const asked: { isCut: boolean }[] = [];
    const server: Server = createServer((_incoming, response) => {
      const one = { isCut: false };
      asked.push(one);
      response.once('close', () => {
        one.isCut = true;
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    const sender: Sender = { term: () => term, prove: async () => term !== null };
    const { notifying, time, become, recorded, logged } = setUp({ webhook: { url, secret: null } }, sender);
    notifying.restored([]);
    become(firing(about('lock', 'vacant')));
    await time.advance(6000);
    await until('it to be asked', () => (asked.length > 0 ? true : null));
    term = null;
    // Whoever goes on has not told anybody by then.
    await time.advance(1000);
    await until('it to be cut', () => (asked[0]?.isCut ? true : null));
    await time.advance(60_000);
    expect(asked).toHaveLength(1);
    expect(notifying.counts()).toMatchObject([{ state: 'idle', sent: 0, failed: 0, waiting: 0 }]);
    expect([kept(recorded), logged]).toEqual([[], []]);
  });

  it('waits at the end for an answer that is under way', async () => {
    const hook = await sink();
    const { notifying, time, become, recorded } = setUp({
      webhook: { url: `http://${hook.host}/`, secret: null },
    });
    notifying.restored(null);
    become(firing(about('a', 'vacant')));
    await time.advance(3000);
    await notifying.stop(500);
    expect(kept(recorded)).toHaveLength(1);
  });
});
