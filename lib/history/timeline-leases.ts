/** Which Leases a timeline is of, a page of them at a time: by class, name, namespace. */
import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import { LEASE_CLASSES } from '../lease/record.ts';
import type { TimelineFilter, TimelineQuestion } from './history.ts';
import type { Database } from './schema.ts';
import { storable } from './stored.ts';

export type LaneLease = {
  id: number;
  namespace: string;
  name: string;
  class: string;
  transitions: number | null;
  holder_id: number | null;
  duration_ms: number | null;
  first_seen_at: number;
  seen_at: number;
  gone_at: number | null;
};

const RANK = sql<number>`case lease.class ${sql.join(
  LEASE_CLASSES.map((name, index) => sql`when ${sql.lit(name)} then ${sql.lit(index)}`),
  sql` `,
)} else ${sql.lit(LEASE_CLASSES.length)} end`;

/** Those that existed at any time of the range and match. Epoch ms, both ends included. */
export function matchingLeases(
  db: Kysely<Database>,
  clusterId: number,
  filter: TimelineFilter,
  range: { from: number; to: number },
) {
  const conditions: Expression<SqlBool>[] = [
    sql<SqlBool>`lease.first_seen_at <= ${range.to} and (lease.gone_at is null or lease.gone_at >= ${range.from})`,
  ];
  if (filter.q !== null && filter.q !== '') {
    const part = `%${storable(filter.q)
      .toLowerCase()
      .replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(
      sql<SqlBool>`(lower(lease.name) like ${part} escape '\\' or lower(lease.namespace) like ${part} escape '\\')`,
    );
  }
  if (filter.moved) {
    conditions.push(
      sql<SqlBool>`exists (select 1 from handover where handover.lease_id = lease.id
        and handover.at >= ${range.from} and handover.at <= ${range.to} and handover.to_id is not null)`,
    );
  }
  let query = db.selectFrom('lease').where('lease.cluster_id', '=', clusterId);
  const { among = null } = filter;
  // Of no namespace there is nothing, and no list.
  if (among?.length === 0) conditions.push(sql<SqlBool>`1 = 0`);
  else if (among !== null) query = query.where('lease.namespace', 'in', among.map(storable));
  if (filter.namespaces.length > 0)
    query = query.where('lease.namespace', 'in', filter.namespaces.map(storable));
  if (filter.names.length > 0) query = query.where('lease.name', 'in', filter.names.map(storable));
  if (filter.classes.length > 0) query = query.where('lease.class', 'in', [...filter.classes]);
  for (const condition of conditions) query = query.where(condition);
  return query;
}

/** A page of lanes, and how many match on all pages. */
export async function readLanes(
  db: Kysely<Database>,
  clusterId: number,
  question: TimelineQuestion,
  range: { from: number; to: number },
): Promise<{ leases: LaneLease[]; total: number; more: boolean }> {
  const matching = matchingLeases(db, clusterId, question, range);
  let page = matching;
  if (question.after !== null) {
    const { class: leaseClass } = question.after;
    const [name, namespace] = [storable(question.after.name), storable(question.after.namespace)];
    const ranks: readonly string[] = LEASE_CLASSES;
    const known = ranks.indexOf(leaseClass);
    const rank = known < 0 ? LEASE_CLASSES.length : known;
    page = page.where(
      sql<SqlBool>`(${RANK} > ${rank} or (${RANK} = ${rank} and (lease.name > ${name}
        or (lease.name = ${name} and lease.namespace > ${namespace}))))`,
    );
  }
  const asked = page
    .select([
      'lease.id',
      'lease.namespace',
      'lease.name',
      'lease.class',
      'lease.transitions',
      'lease.holder_id',
      'lease.duration_ms',
      'lease.first_seen_at',
      'lease.seen_at',
      'lease.gone_at',
    ])
    .orderBy(RANK)
    .orderBy('lease.name')
    .orderBy('lease.namespace')
    // One more than is shown tells whether there is a further page.
    .limit(question.limit + 1);
  const counted = matching.select(({ fn }) => fn.countAll<number>().as('total'));
  const [leases, { total }] = await Promise.all([asked.execute(), counted.executeTakeFirstOrThrow()]);
  return {
    leases: leases.slice(0, question.limit),
    total: Number(total),
    more: leases.length > question.limit,
  };
}
