/** A real Alertmanager is told by what the runtime has, and asked by its own API and by amtool. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../lib/alert/alert.ts';
import { createAlertBook } from '../../lib/alert/alert-book.ts';
import type { Delivery } from '../../lib/alert/delivery.ts';
import type { Finding } from '../../lib/detect/finding.ts';
import { ALWAYS } from '../../lib/history/election.ts';
import { alertSurroundings } from '../../lib/server/alerts/alert-surroundings.ts';
import { createNotifying } from '../../lib/server/alerts/notifying.ts';
import { about, everywhere, finding } from '../alert/builders.ts';
import { fakeTime } from '../server/fake-timers.ts';
import { type Alertmanager, startAlertmanager } from '../setup/alertmanager.ts';
import { until } from '../setup/process.ts';
import { lacksAlertmanager, suiteName } from '../setup/requirements.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Its time is turned by hand, from the present on: Alertmanager has a clock of its own. */
function setUp(...urls: string[]) {
  const time = fakeTime(Date.now() - 60_000);
  const book = createAlertBook({
    timesOf: () => ({ holdMs: 0, clearMs: 0 }),
    rememberMs: 86_400_000,
    settled: () => true,
  });
  let changes = 0;
  const recorded: Delivery[] = [];
  const notifying = createNotifying({
    config: {
      alertmanagers: urls,
      webhook: null,
      slack: null,
      least: 'warning',
      publicUrl: 'https://tenure.example',
    },
    around: alertSurroundings({
      silenceOf: () => null,
      alerts: { all: book.alerts, changes: () => changes, consequencesOf: () => 50 },
      cluster: () => ({ id: null, name: 'prod' }),
      publicUrl: 'https://tenure.example',
    }),
    alerts: book.alerts,
    changes: () => changes,
    sender: ALWAYS,
    takeUp: async () => [],
    record: (deliveries) => recorded.push(...deliveries),
    env: {},
    now: time.now,
    timers: time.timers,
    random: () => 0,
    log: { info: () => undefined, warn: () => undefined },
  });
  notifying.restored([]);
  ends.push(() => {
    const stopped = notifying.stop(100);
    return time.advance(100).then(() => stopped);
  });
  return {
    recorded,
    /** Found at this moment; answers once so many more deliveries have been made. */
    async found(deliveries: number, ...findings: Finding[]): Promise<Alert[]> {
      const before = recorded.length;
      changes += book.found(findings, time.now()).length + 1;
      await until('it to be told', async () => {
        await time.advance(1000);
        return recorded.length >= before + deliveries ? true : null;
      });
      return book.alerts();
    },
  };
}

async function started(): Promise<Alertmanager> {
  const server = await startAlertmanager();
  ends.push(server.stop);
  return server;
}

describe.skipIf(lacksAlertmanager !== null)(suiteName('a real Alertmanager', lacksAlertmanager), () => {
  const since = Date.now() - 120_000;
  const root = everywhere('slow-renewals', { since, title: 'Renewals are slow everywhere' });
  const consequences = Array.from({ length: 50 }, (_, index) =>
    about(`lock-${index}`, 'expired-but-held', { since: since + 20_000 }),
  );

  it('has the root alone while it fires, and nothing when it is over', async () => {
    const server = await started();
    const { found } = setUp(server.url);
    await found(1, root, ...consequences);
    const alerts = await server.alerts();
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({
      labels: { alertname: 'TenureSlowRenewals', severity: 'critical', cluster: 'prod', key: 'all' },
      annotations: { summary: 'Renewals are slow everywhere', consequences: '50' },
      generatorURL: expect.stringContaining('https://tenure.example/alerts?alert=slow-renewals'),
      status: { state: 'active' },
    });
    expect(Date.parse(alerts[0]?.startsAt ?? '')).toBe(since);
    expect(
      JSON.parse(server.amtool('alert', 'query', 'alertname=TenureSlowRenewals', '-o', 'json')),
    ).toHaveLength(1);
    await found(1);
    expect(await server.alerts()).toEqual([]);
  });

  it('has a severity that changed as one alert, not two', async () => {
    const server = await started();
    const { found } = setUp(server.url);
    await found(1, about('lock', 'vacant', { since, severity: 'warning' }));
    await found(1, about('lock', 'vacant', { since, severity: 'critical' }));
    expect((await server.alerts()).map(({ labels }) => labels.severity)).toEqual(['critical']);
    await found(1);
    expect(await server.alerts()).toEqual([]);
  });

  it('takes whatever a Lease may say', async () => {
    const server = await started();
    const { found } = setUp(server.url);
    const hostile = `"\\{}\n\u0000\ud800<b>${'x'.repeat(5000)}`;
    await found(
      1,
      finding({
        since,
        key: hostile,
        title: hostile,
        evidence: { hostile },
        subject: { namespace: 'a', name: hostile, holder: hostile },
      }),
    );
    expect(await server.alerts()).toHaveLength(1);
  });

  it('of a pair is told by itself, also of one that was away', async () => {
    const one = await started();
    const other = await startAlertmanager();
    const port = Number(new URL(other.url).port);
    await other.stop();
    const { found } = setUp(one.url, other.url);
    await found(1, about('lock', 'vacant', { since }));
    expect(await one.alerts()).toHaveLength(1);
    const back = await startAlertmanager(undefined, port);
    ends.push(back.stop);
    await found(1, about('lock', 'vacant', { since }));
    expect(await back.alerts()).toHaveLength(1);
  });
});
