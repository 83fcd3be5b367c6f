/** Alerts, silences and deliveries on both databases. */
import { CompiledQuery } from 'kysely';
import { expect, it } from 'vitest';
import type { Alert } from '../../lib/alert/alert.ts';
import type { Silence } from '../../lib/alert/silence.ts';
import type { Finding } from '../../lib/detect/finding.ts';
import { resolveCluster } from '../../lib/history/cluster-identity.ts';
import { isPostgres } from '../../lib/history/cluster-lock.ts';
import type { OpenDatabase } from '../../lib/history/open-database.ts';
import {
  alertsAsked,
  readAlertSilences,
  readAlerts,
  readAlertsById,
  readDeliveries,
  readOpenAlerts,
} from '../../lib/history/read-alerts.ts';
import { removeAlerts } from '../../lib/history/retention-alerts.ts';
import { about, everywhere, finding, firing } from '../alert/builders.ts';
import { type Replica, replica, START } from './batch-builder.ts';
import { describeDatabases, type TestDatabases } from './databases.ts';
import { CLUSTER, recorder } from './recorder.ts';

const ODD = '"quoted" \\ \0 half \ud83d 世界';

const FIRST: { limit: number; after: { resolvedAt: number; id: string } | null } = { limit: 9, after: null };

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
const range = (database: OpenDatabase, one: Replica, from: number, to: number, page = FIRST) =>
  readAlerts(database.read, one.clusterId, { from, to }, page);
const open = (database: OpenDatabase, one: Replica) => readOpenAlerts(database.read, one.clusterId);
const namesOf = (alerts: readonly Alert[]) => alerts.map(({ finding }) => finding.subject.name);

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
    expect(await open(database, one)).toEqual([odd]);
    expect(await readAlertsById(database.read, one.clusterId, [odd.id])).toEqual([odd]);
    expect(await readDeliveries(database.read, one.clusterId)).toEqual([told(odd.id, START)]);
  });

  it('are those of a range that are over, the newest end first, page by page', async () => {
    const { database, one } = await opened(databases);
    await one.write({
      alerts: [
        over('a', 100, 200),
        over('b', 100, 300),
        over('c', 250, 400),
        alert('d', 350),
        alert('e', 50),
        over('f', 500, 600),
        over('g', 260, 400),
      ],
    });
    expect(namesOf(await range(database, one, 300, 350))).toEqual(['c', 'g', 'b']);
    expect(namesOf(await range(database, one, 401, 900))).toEqual(['f']);
    expect(namesOf(await range(database, one, 0, 99))).toEqual([]);
    expect(namesOf(await open(database, one))).toEqual(['e', 'd']);
    const pages: (string | null)[][] = [];
    for (let page = FIRST; pages.length < 9; ) {
      const found = await range(database, one, 0, 900, { ...page, limit: 2 });
      const last = found.at(-1);
      if (last === undefined) break;
      pages.push(namesOf(found));
      page = { limit: 2, after: { resolvedAt: last.resolvedAt ?? 0, id: last.id } };
    }
    expect(pages).toEqual([['f', 'c'], ['g', 'b'], ['a']]);
  });

  it('are read, kept for long enough and removed by a clock that has fractions', async () => {
    const { database, one } = await opened(databases);
    await one.write({ alerts: [over('a', 100, 200)], alertSilences: [silence('s', START + 9)] });
    expect(namesOf(await range(database, one, 0.25, 900.5))).toEqual(['a']);
    expect(await readAlertSilences(database.read, one.clusterId, START + 0.5)).toHaveLength(1);
    const years = START + 400 * 86_400_000 + 0.5;
    const removed = await database.write
      .transaction()
      .execute((tx) => removeAlerts(tx, one.clusterId, 300.5, years));
    expect(removed).toBe(2);
  });

  it('are each as it was told last, and what is over stays over', async () => {
    const { database, one } = await opened(databases);
    const two = await replica(database, 'two');
    await one.write({ alerts: [alert('a', 100), alert('a', 100, { seenAt: 150, rootId: 'r' })] });
    expect(await open(database, one)).toMatchObject([{ seenAt: 150, rootId: 'r' }]);
    await one.write({ alerts: [over('a', 100, 200)] });
    await two.write({ alerts: [alert('a', 100, { seenAt: 201 })] });
    expect(await range(database, one, 0, 900)).toMatchObject([{ state: 'resolved', resolvedAt: 200 }]);
    await two.write({ alerts: [over('a', 100, 210)] });
    expect(await range(database, one, 0, 900)).toMatchObject([{ resolvedAt: 210 }]);
    expect(await open(database, one)).toEqual([]);
  });

  it('of which two replicas tell are one: what began first; and when one of them is over, all are', async () => {
    const { database, one } = await opened(databases);
    const two = await replica(database, 'two');
    const [first, later] = [alert('a', 100), alert('a', 101)];
    await two.write({ alerts: [later], deliveries: [told(later.id, 5)] });
    await one.write({ alerts: [first], deliveries: [told(first.id, 4)] });
    expect(await open(database, one)).toEqual([first]);
    expect(await readDeliveries(database.read, one.clusterId)).toEqual([told(first.id, 5)]);
    expect(await readAlertsById(database.read, one.clusterId, [later.id, 'none'])).toEqual([later]);
    await two.write({ alerts: [over('a', 101, 200)] });
    expect(await open(database, one)).toEqual([]);
    expect(await range(database, one, 0, 900)).toMatchObject([{ id: first.id, resolvedAt: 200 }]);
    await one.write({ alerts: [over('a', 100, 201), alert('a', 300)] });
    expect(await range(database, one, 0, 900)).toMatchObject([{ id: first.id, resolvedAt: 201 }]);
    expect(await open(database, one)).toEqual([alert('a', 300)]);
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
    expect(await open(database, byUid)).toHaveLength(2);
    expect(await readAlertSilences(database.read, byUid.clusterId, 0)).toHaveLength(1);
    expect(await readDeliveries(database.read, byUid.clusterId)).toHaveLength(1);
    expect(await open(database, byCa)).toEqual([]);
  });

  it('are read of some namespaces, and with them of no single one', async () => {
    const { database, one } = await opened(databases);
    const at = (id: string, over: Finding) => firing(over, { id, state: 'resolved', resolvedAt: START + 5 });
    const own = at('a', about('x', 'vacant', { since: START }));
    const other = at(
      'b',
      finding({ rule: 'vacant', since: START, subject: { namespace: 'payments', name: 'x' } }),
    );
    const wide = at('c', everywhere('slow-renewals', { since: START }));
    await one.write({ alerts: [own, other, wide] });
    const among = (namespaces: string[] | null) =>
      readAlerts(
        database.read,
        one.clusterId,
        { from: START, to: START + 9, among: namespaces },
        { limit: 2, after: null },
      );
    expect(await among(['apps'])).toEqual([own, wide]);
    expect(await among([])).toEqual([wide]);
    expect(await among(null)).toEqual([own, other]);
  });

  it('of others take no time of who reads those of some namespaces', async () => {
    const { database } = await opened(databases);
    if (isPostgres(database.read)) return;
    const plan = async (among: string[] | null) => {
      const asked = alertsAsked(
        database.read,
        1,
        { from: 0, to: START, among },
        { limit: 9, after: FIRST.after },
      );
      const { sql, parameters } = asked.compile();
      const explained = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
      const { rows } = await database.read.executeQuery(explained);
      return JSON.stringify(rows);
    };
    expect(await plan(['apps', 'payments'])).toContain('alert_namespace');
    expect(await plan(null)).toContain('alert_resolved');
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
    expect(await reads.alertsById(all.alerts.map(({ id }) => id))).toEqual(all.alerts);
    expect(await reads.alerts({ from: START, to: START }, { limit: 1, after: null })).toEqual([]);
    expect(await reads.alertSilences(START)).toEqual(all.alertSilences);
    expect(await reads.deliveries()).toEqual([told('a', START)]);
    await two.history.close(1000);
  });
});

describeDatabases('silences', (databases) => {
  it('are those that end after a time, the last to end first; one that was ended early stays so', async () => {
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
      ['a', 50],
      ['b', 40],
    ]);
    expect(kept[0]).toMatchObject({ matchers: silence('', 0).matchers, author: 'me' });
    expect(kept[0]?.comment).toContain('世界');
    const many = Array.from({ length: 1100 }, (_, index) => silence(`m${index}`, START + 20));
    await one.write({ alertSilences: many });
    const most = await readAlertSilences(database.read, one.clusterId, START + 10);
    expect([most.length, most[0]?.id, most[1]?.id]).toEqual([1000, 'a', 'b']);
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
