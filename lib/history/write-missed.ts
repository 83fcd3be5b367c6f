/**
 * Who took over in what the store has lost: where the last that it knows of a Lease is of another holder than what is
 * told now begins with, that is told as one handover that nobody saw. Else the former would be drawn as its holder
 * until the next one takes over.
 */
import { sql, type Transaction } from 'kysely';
import type { Handover } from '../lease/handover.ts';
import { unwatchedEvidence } from '../lease/judge-handover.ts';
import type { KnownLease } from '../lease/known.ts';
import type { Batch, LeaseName } from './history.ts';
import { namedHandovers } from './read-handovers.ts';
import type { Database } from './schema.ts';
import type { LostStretch } from './store-calls.ts';
import { inSteps, storable } from './stored.ts';
import { nameOf } from './waiting-events.ts';
import { NEVER_SEEN } from './write-leases.ts';

/**
 * What the store knows last of a Lease; `open`: the row that says that nobody has followed its holder. `counted`: what
 * the counter of `countedUid` was after the last handover.
 */
type Stored = LeaseName & {
  uid: string;
  holder: string | null;
  transitions: number | null;
  at: number;
  key: string | null;
  counted: number | null;
  countedUid: string;
  open: Handover | null;
};
/** Who held it when what is lost ends; `at`: since when, null where that is not known. */
type Holding = { uid: string; holder: string; transitions: number | null; at: number | null; until: number };
type Missed = { before: Stored; holding: Holding };

/** Before what is told replaces what is stored. `gap`: what is lost. */
export async function missedHandovers(
  tx: Transaction<Database>,
  { clusterId, instance }: { clusterId: number; instance: string },
  { leases, handovers }: Pick<Batch, 'leases' | 'handovers'>,
  gap: LostStretch,
): Promise<Handover[]> {
  const states = new Map(leases.map((lease) => [nameOf(lease), lease]));
  const firsts = new Map<string, Handover>();
  for (const handover of handovers) {
    const first = firsts.get(nameOf(handover)) ?? handover;
    firsts.set(nameOf(handover), handover.at < first.at ? handover : first);
  }
  const named = new Map<string, LeaseName>([...firsts, ...states]);
  const missed: Missed[] = [];
  const untold: Handover[] = [];
  for (const some of inSteps([...named.values()])) {
    for (const [name, before] of await storedBefore(tx, clusterId, some, gap.to)) {
      const state = states.get(name) ?? null;
      const told = firsts.get(name) ?? null;
      const ending = told ?? (state === null ? null : endingOf(state, before, gap));
      if (told === null && ending !== null) untold.push(ending);
      const holding = ending === null ? heldIn(state, before, gap) : heldBefore(ending, before, gap);
      if (holding !== null && holding.holder !== before.holder) missed.push({ before, holding });
    }
  }
  if (missed.length === 0) return untold;
  const ends = await watchedUntil(tx, clusterId, instance, gap.to);
  const told = missed.map(({ before, holding }) => {
    const watched = Math.max(ends.get('') ?? 0, ends.get(before.namespace) ?? 0);
    const from = Math.min(holding.until, Math.max(gap.from, before.at, watched));
    return missedOne(before, holding, from);
  });
  return [...told, ...untold];
}

/** What nobody has followed yet, where an earlier run told of it and that is lost. */
function endingOf(state: KnownLease, before: Stored, gap: LostStretch): Handover | null {
  const { holder, goneAt, openHandover } = state;
  if (holder !== null || goneAt !== null || openHandover === null) return null;
  if (openHandover.at <= before.at || openHandover.at < gap.from) return null;
  return isStored(openHandover, before) ? null : openHandover;
}

/** Who holds it without that anything was told of it. */
function heldIn(state: KnownLease | null, before: Stored, gap: LostStretch): Holding | null {
  if (state === null || state.holder === null || state.goneAt !== null) return null;
  const { uid, holder, heldSince, transitions } = state;
  const at = heldSince ?? gap.to;
  if (at <= before.at || at < gap.from) return null;
  return { uid, holder: storable(holder), transitions, at: heldSince, until: gap.to };
}

/** Whose tenure the first that is told now has ended. */
function heldBefore(first: Handover, before: Stored, gap: LostStretch): Holding | null {
  const { at, from, leaseUid, evidence } = first;
  const { endedAt, unwatchedFrom, betweenFrom } = evidence;
  const since = Math.min(
    ...[at, endedAt, unwatchedFrom, betweenFrom].filter((one) => typeof one === 'number'),
  );
  if (from === null || since <= before.at || at < gap.from) return null;
  if (first.id === before.key || (since <= gap.to && isStored(first, before))) return null;
  return {
    uid: leaseUid,
    holder: storable(from),
    transitions: countedBefore(first),
    at: null,
    until: Math.min(gap.to, at),
  };
}

/** Another replica may have named the same by another write; but not where the counter had risen before it. */
function isStored(told: Handover, { holder, open, counted, countedUid }: Stored): boolean {
  const { from, to, leaseUid, transitionsDelta } = told;
  const before = countedBefore(told);
  const risen =
    before === null || counted === null || leaseUid !== countedUid ? null : before - Number(counted);
  if (open !== null) return from !== null && open.from === storable(from) && (risen ?? 0) <= 0;
  // What the counter does not rise by, as in coordinated election, it does not tell apart.
  const isLater = risen !== null && risen >= 0 && transitionsDelta !== 0;
  return to !== null && holder === storable(to) && !isLater;
}

/** The counter before it; null where that is not known. */
function countedBefore({ transitionsDelta, evidence }: Handover): number | null {
  const after = evidence.transitionsAfter ?? evidence.releasedTransitions;
  return typeof after === 'number' && transitionsDelta !== null ? after - transitionsDelta : null;
}

/** The row that waits for whoever took over is told with that. */
function missedOne(before: Stored, { uid, holder, transitions, at, until }: Holding, from: number): Handover {
  const { namespace, name, open } = before;
  const isCounted = before.uid === uid && before.transitions !== null && transitions !== null;
  return {
    id: open?.id ?? `${uid}.missed.${before.at}`,
    namespace,
    name,
    leaseUid: open?.leaseUid ?? uid,
    at: at === null ? until : Math.min(until, Math.max(from, at)),
    from: open?.from ?? before.holder,
    to: holder,
    cause: 'unseen',
    certainty: 'certain',
    silentMs: null,
    vacantMs: null,
    transitionsDelta: isCounted ? Math.max(1, Number(transitions) - Number(before.transitions)) : null,
    coordinated: false,
    evidence: {
      ...open?.evidence,
      transitionsAfter: open !== null && open.leaseUid !== uid ? null : transitions,
      ...unwatchedEvidence({ from, to: until }, open?.evidence),
    },
  };
}

/** Who is stored to have held them last, and since when that is so; not where it was so after all that is lost. */
async function storedBefore(
  tx: Transaction<Database>,
  clusterId: number,
  leases: readonly LeaseName[],
  lostUntil: number,
): Promise<Map<string, Stored>> {
  const names = leases.map(({ namespace, name }) => sql`(${storable(namespace)}, ${storable(name)})`);
  const { rows } = await sql<Omit<Stored, 'open'>>`
    select namespace, name, uid, transitions, coalesce(last.at, seen_at) as at, last.key as key,
      case when last.id is null then transitions else transitions_after end as counted,
      coalesce(lease_uid, uid) as "countedUid",
      (select identity from holder where id = case when last.id is null then holder_id else last.to_id end) as holder
    from lease left join handover last on last.id =
      (select id from handover where lease_id = lease.id order by at desc, id desc limit 1)
    where lease.cluster_id = ${clusterId} and (namespace, name) in (values ${sql.join(names)})
      and seen_at > ${NEVER_SEEN} and seen_at < ${lostUntil} and coalesce(last.at, seen_at) < ${lostUntil}`.execute(
    tx,
  );
  const keys = rows.flatMap(({ holder, key }) => (holder === null && key !== null ? [key] : []));
  const open = new Map((await namedHandovers(tx, clusterId, keys)).map((one) => [one.id, one]));
  const stored = new Map(
    rows.map((row) => [nameOf(row), { ...row, open: row.key === null ? null : (open.get(row.key) ?? null) }]),
  );
  const found = new Map<string, Stored>();
  for (const { namespace, name } of leases) {
    const row = stored.get(nameOf({ namespace: storable(namespace), name: storable(name) }));
    if (row !== undefined) found.set(nameOf({ namespace, name }), { ...row, namespace, name });
  }
  return found;
}

/** Until when anybody else is known to have watched each scope before the end of what is lost; '': the whole cluster. */
async function watchedUntil(
  tx: Transaction<Database>,
  clusterId: number,
  instance: string,
  lostUntil: number,
): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('watched')
    .select((eb) => ['scope', eb.fn.max('to_at').as('at')])
    .where('cluster_id', '=', clusterId)
    .where('instance', '<>', instance)
    .where('to_at', '<', lostUntil)
    .groupBy('scope')
    .execute();
  return new Map(rows.map(({ scope, at }) => [scope, at]));
}
