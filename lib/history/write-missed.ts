/**
 * Who took over in what the store has lost: where the last that it knows of a Lease is of another holder than the
 * present one, that is told as one handover that nobody saw. Else the former would be drawn as its holder for ever.
 */
import { sql, type Transaction } from 'kysely';
import type { Handover } from '../lease/handover.ts';
import type { KnownLease } from '../lease/known.ts';
import type { LeaseName } from './history.ts';
import type { Database } from './schema.ts';
import type { LostStretch } from './store-calls.ts';
import { inSteps, storable } from './stored.ts';
import { nameOf } from './waiting-events.ts';
import { NEVER_SEEN } from './write-leases.ts';

/** Of `leases` of which no handover is told with them; before their states replace what is stored. `gap`: what is lost. */
export async function missedHandovers(
  tx: Transaction<Database>,
  { clusterId, instance }: { clusterId: number; instance: string },
  leases: readonly KnownLease[],
  gap: LostStretch,
): Promise<Handover[]> {
  const missed: Handover[] = [];
  for (const some of inSteps(leases)) {
    const stored = new Map(
      (await storedBefore(tx, clusterId, some, gap.to)).map((row) => [nameOf(row), row]),
    );
    for (const state of some) {
      const { namespace, name, holder, heldSince, goneAt } = state;
      const before = stored.get(nameOf({ namespace: storable(namespace), name: storable(name) }));
      if (before === undefined || before.holder === null || holder === null || goneAt !== null) continue;
      const at = heldSince ?? gap.to;
      if (before.holder === storable(holder) || at <= before.at || at < gap.from) continue;
      const from = Math.max(gap.from, before.at, await watchedUntil(tx, clusterId, instance, gap.to));
      missed.push(missedOne(state, before, { from, to: gap.to }));
    }
  }
  return missed;
}

type Stored = LeaseName & { uid: string; holder: string | null; transitions: number | null; at: number };

function missedOne(state: KnownLease, before: Stored, { from, to }: LostStretch): Handover {
  const { namespace, name, uid, holder, heldSince, transitions } = state;
  const isCounted = before.uid === uid && before.transitions !== null && transitions !== null;
  return {
    id: `${uid}.missed.${before.at}`,
    namespace,
    name,
    leaseUid: uid,
    at: heldSince === null ? to : Math.min(to, Math.max(from, heldSince)),
    from: before.holder,
    to: holder,
    cause: 'unseen',
    certainty: 'certain',
    silentMs: null,
    vacantMs: null,
    transitionsDelta: isCounted ? Math.max(1, Number(transitions) - Number(before.transitions)) : null,
    coordinated: false,
    evidence: { transitionsAfter: transitions, unwatchedFrom: from, unwatchedTo: to },
  };
}

/** Who is stored to have held them last, and since when that is so; not where it was so after all that is lost. */
async function storedBefore(
  tx: Transaction<Database>,
  clusterId: number,
  leases: readonly LeaseName[],
  lostUntil: number,
): Promise<Stored[]> {
  const names = leases.map(({ namespace, name }) => sql`(${storable(namespace)}, ${storable(name)})`);
  const { rows } = await sql<Stored>`
    select namespace, name, uid, transitions, coalesce(last.at, seen_at) as at,
      (select identity from holder where id = case when last.id is null then holder_id else last.to_id end) as holder
    from lease left join handover last on last.id =
      (select id from handover where lease_id = lease.id order by at desc, id desc limit 1)
    where lease.cluster_id = ${clusterId} and (namespace, name) in (values ${sql.join(names)})
      and seen_at > ${NEVER_SEEN} and seen_at < ${lostUntil} and coalesce(last.at, seen_at) < ${lostUntil}`.execute(
    tx,
  );
  return rows;
}

/** Until when anybody else is known to have watched before the end of what is lost. */
async function watchedUntil(
  tx: Transaction<Database>,
  clusterId: number,
  instance: string,
  lostUntil: number,
): Promise<number> {
  const row = await tx
    .selectFrom('watched')
    .select((eb) => eb.fn.max('to_at').as('at'))
    .where('cluster_id', '=', clusterId)
    .where('instance', '<>', instance)
    .where('to_at', '<', lostUntil)
    .executeTakeFirst();
  return row?.at ?? 0;
}
