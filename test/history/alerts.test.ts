/** Alerts, silences and deliveries on both databases. */
import { expect, it } from 'vitest';
import type { Silence } from '../../lib/alert/silence.ts';
import { resolveCluster } from '../../lib/history/cluster-identity.ts';
import type { OpenDatabase } from '../../lib/history/open-database.ts';
import {
  readAlertSilences,
  readAlerts,
  readDeliveries,
  readOpenAlerts,
} from '../../lib/history/read-alerts.ts';
import { about, everywhere, firing } from '../alert/builders.ts';
import { type Replica, replica, START } from './batch-builder.ts';
import { describeDatabases, type TestDatabases } from './databases.ts';
import { CLUSTER, recorder } from './recorder.ts';

const ODD = '"quoted" \\ \0 half \ud83d 世界';

const alert = (name: string, beganAt: number, over: Partial<ReturnType<typeof firing>> = {}) => {
  const finding = about(name, 'vacant', { since: beganAt });
  return firing(finding, { id: `vacant:apps/${name}@${beganAt}`, beganAt, seenAt: beganAt, ...over });
};
const over = (name: string, beganAt: number, resolvedAt: number) =>
  alert(name, beganAt, { state: 'resolved', resolvedAt });
const silence = (id: string, until: number, rest: Partial<Silence> = {}): Silence => ({
  ...{ id, from: START, until, author: 'me', comment: 'moving house' },
  matchers: [{ field: 'name', value: 'lock*' }],
  ...rest,
});
const told = (alertId: string, at: number, receiver = 'slack') =>
  ({ receiver, alertId, told: 'firing', severity: 'critical', at }) as const;

async function opened(databases: TestDatabases) {
  const database = await databases.open();
  return { database, one: await replica(database) };
}
const range = (database: OpenDatabase, one: Replica, from: number, to: number, limit = 9) =>
  readAlerts(database.read, one.clusterId, { from, to, limit });

describeDatabases('alerts', (databases) => {
  it('come back as they were, whatever is in their texts', async () => {
    const { database, one } = await opened(databases);
    const finding = everywhere('slow-renewals', {
      ...{ key: ODD, since: START, evidence: { holder: ODD, lateMs: 1.5 } },
      next: [{ text: ODD, command: null }],
    });
    const odd = firing(finding, {
      ...{ id: `slow-renewals:${ODD}@1`, beganAt: START, seenAt: START + 3, missingSince: START + 2 },
      ...{ severityAt: START + 1, firedAt: START, rootId: `x:${ODD}@1`, silencedBy: ODD },
    });
    await one.write({ alerts: [odd], deliveries: [told(odd.id, START)] });
    expect(await readOpenAlerts(database.read, one.clusterId)).toEqual([odd]);
    expect(await readDeliveries(database.read, one.clusterId)).toEqual([told(odd.id, START)]);
  });

  it('are those of a range: what is open, then what ended last, so many at most', async () => {
    const { database, one } = await opened(databases);
    await one.write({
      alerts: [
        over('a', 100, 200),
        over('b', 100, 300),
        over('c', 250, 400),
        alert('d', 50),
        alert('e', 350),
        over('f', 500, 600),
      ],
    });
    const names = async (from: number, to: number, limit?: number) =>
      (await range(database, one, from, to, limit)).map(({ finding }) => finding.subject.name);
    expect(await names(300, 350)).toEqual(['e', 'd', 'c', 'b']);
    expect(await names(201, 349)).toEqual(['d', 'c', 'b']);
    expect(await names(0, 900, 3)).toEqual(['e', 'd', 'f']);
    expect(await names(0, 900, 2)).toEqual(['e', 'd']);
    const open = await readOpenAlerts(database.read, one.clusterId);
    expect(open.map(({ finding }) => finding.subject.name)).toEqual(['d', 'e']);
  });

  it('are each as it was told last, and what is over stays over', async () => {
    const { database, one } = await opened(databases);
    const two = await replica(database, 'two');
    await one.write({ alerts: [alert('a', 100), alert('a', 100, { seenAt: 150, rootId: 'r' })] });
    expect(await range(database, one, 0, 900)).toMatchObject([{ seenAt: 150, rootId: 'r' }]);
    await one.write({ alerts: [over('a', 100, 200)] });
    await two.write({ alerts: [alert('a', 100, { seenAt: 201 })] });
    expect(await range(database, one, 0, 900)).toMatchObject([{ state: 'resolved', resolvedAt: 200 }]);
    await two.write({ alerts: [over('a', 100, 210)] });
    expect(await range(database, one, 0, 900)).toMatchObject([{ resolvedAt: 210 }]);
  });

  it('move with their cluster when two numbers turn out to be one', async () => {
    const database = await databases.open();
    const byUid = await replica(database, 'one', ['uid:1']);
    const byCa = await replica(database, 'two', ['ca:1']);
    const rows = (until: number, at: number) => ({
      alerts: [alert('a', 100)],
      alertSilences: [silence('s', until)],
      deliveries: [told('a', at)],
    });
    await byUid.write(rows(900, 5));
    await byCa.write({ ...rows(800, 6), alerts: [alert('a', 100), alert('b', 100)] });
    await resolveCluster(database.write, ['uid:1', 'ca:1'], { name: null, now: START, known: null });
    expect(await range(database, byUid, 0, 900)).toHaveLength(2);
    expect(await readAlertSilences(database.read, byUid.clusterId, 0)).toHaveLength(1);
    expect(await readDeliveries(database.read, byUid.clusterId)).toHaveLength(1);
    expect(await range(database, byCa, 0, 900)).toEqual([]);
  });

  it('outlive the run, with silences and deliveries, through the thread', async () => {
    const url = await databases.url();
    const one = recorder(url);
    await one.history.open(CLUSTER);
    const all = { alerts: [alert('a', START)], alertSilences: [silence('s', START + 9)] };
    one.history.record({ ...all, deliveries: [told('a', START)] });
    await one.history.close(1000);
    const two = recorder(url, { instance: 'two' });
    await two.history.open(CLUSTER);
    const { reads } = two.history;
    expect(await reads.openAlerts()).toEqual(all.alerts);
    expect(await reads.alerts({ from: START, to: START, limit: 1 })).toEqual(all.alerts);
    expect(await reads.alertSilences(START)).toEqual(all.alertSilences);
    expect(await reads.deliveries()).toEqual([told('a', START)]);
    await two.history.close(1000);
  });
});

describeDatabases('silences', (databases) => {
  it('are those that end after a time, the last made first; one that was ended early stays so', async () => {
    const { database, one } = await opened(databases);
    await one.write({
      alertSilences: [
        silence('a', START + 50, { comment: ODD }),
        silence('b', START + 60, { from: START + 1 }),
        silence('c', START + 10),
      ],
    });
    await one.write({ alertSilences: [silence('b', START + 40), silence('b', START + 45)] });
    await one.write({ alertSilences: [silence('b', START + 60)] });
    const kept = await readAlertSilences(database.read, one.clusterId, START + 10);
    expect(kept.map(({ id, until }) => [id, until - START])).toEqual([
      ['b', 40],
      ['a', 50],
    ]);
    expect(kept[1]).toMatchObject({ matchers: silence('', 0).matchers, author: 'me' });
    expect(kept[1]?.comment).toContain('世界');
  });
});

describeDatabases('deliveries', (databases) => {
  it('are the last of each receiver and alert, and since when there is a receiver', async () => {
    const { database, one } = await opened(databases);
    await one.write({
      deliveries: [told('a', 5), told('a', 4), told('', 10), told('', 7), told('a', 1, 'x')],
    });
    await one.write({ deliveries: [{ ...told('a', 6), told: 'over' }, told('', 9)] });
    await one.write({ deliveries: [told('a', 3)] });
    const kept = await readDeliveries(database.read, one.clusterId);
    expect(kept).toEqual([told('a', 1, 'x'), { ...told('a', 6), told: 'over' }, told('', 7)]);
  });
});
