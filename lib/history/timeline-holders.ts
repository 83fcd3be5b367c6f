/** Names and nodes of many holders at once. */
import { type Kysely, sql } from 'kysely';
import { isPostgres } from './cluster-lock.ts';
import { idTable } from './lanes-ids.ts';
import type { Database } from './schema.ts';

/** `"identity"` or `"identity","node":"name"` by id; what is not there is left out. */
export type HolderJson = ReadonlyMap<number, string>;

/** PostgreSQL answers several short lists at once. */
const MOST_IDS = 1500;
/** An open page asks for the same holders every few seconds; where one ran may be found out meanwhile. */
const KEPT_MS = 30_000;
/** In each of two generations, 8 MB at most: a few pages of the longest ranges, which an open page asks for together. */
const MOST_KEPT = 30_000;
const [COMMA, SEMICOLON, ZERO] = [44, 59, 48];

type Generation = { begunAt: number; json: Map<number, string> };

/** `now`: epoch ms; nothing that is put into `found` is older than half a minute. */
export function createHolderReader() {
  // Taken out one by one, what is oldest would cost more than to read it again.
  let young: Generation = { begunAt: 0, json: new Map() };
  let old = young;
  const isFresh = ({ begunAt }: Generation, now: number): boolean => Math.abs(now - begunAt) <= KEPT_MS;

  function turn(now: number): void {
    if (young.json.size >= MOST_KEPT || Math.abs(now - young.begunAt) > KEPT_MS / 2) {
      old = young;
      young = { begunAt: now, json: new Map() };
    }
    if (!isFresh(old, now)) old = young;
  }

  return async (
    db: Kysely<Database>,
    ids: ReadonlySet<number>,
    now: number,
    found: Map<number, string>,
  ): Promise<void> => {
    turn(now);
    const missing: number[] = [];
    for (const id of ids) {
      const known = young.json.get(id) ?? old.json.get(id);
      if (known === undefined) missing.push(id);
      else found.set(id, known);
    }
    const { json } = young;
    for (const [id, text] of await readAll(db, missing)) {
      found.set(id, text);
      json.set(id, text);
    }
  };
}

/** The same without the nodes of Pods that run in other namespaces than `among`. */
export async function seenHolders(
  db: Kysely<Database>,
  holders: HolderJson,
  among: readonly string[] | null,
): Promise<HolderJson> {
  if (among === null) return holders;
  const seen = new Map(holders);
  const namespaces = new Set(among);
  const ids = [...holders.keys()];
  for (let at = 0; at < ids.length; at += MOST_IDS) {
    const { rows } = await sql<{ id: number; identity: string; pod_namespace: string }>`
      select id, identity, pod_namespace from ${idTable(db, 'asked', ids.slice(at, at + MOST_IDS))}
      join holder using (id) where pod_namespace is not null`.execute(db);
    for (const { id, identity, pod_namespace } of rows)
      if (!namespaces.has(pod_namespace)) seen.set(id, JSON.stringify(identity));
  }
  return seen;
}

async function readAll(db: Kysely<Database>, ids: readonly number[]): Promise<[number, string][]> {
  const texts: Promise<string>[] = [];
  for (let at = 0; at < ids.length; at += MOST_IDS) texts.push(readText(db, ids.slice(at, at + MOST_IDS)));
  return (await Promise.all(texts)).flatMap((text) => [...holdersIn(Buffer.from(text))]);
}

/** In one row of text: of each `id,length of identity,length of node;` in bytes of UTF-8, then both. */
async function readText(db: Kysely<Database>, ids: readonly number[]): Promise<string> {
  const bytesOf = (column: string) =>
    isPostgres(db) ? sql`octet_length(${sql.ref(column)})` : sql`length(cast(${sql.ref(column)} as blob))`;
  const { rows } = await sql<{ holders: string | null }>`
    select string_agg(cast(id as text) || ',' || cast(${bytesOf('identity')} as text) || ','
      || case when node is null then '' else cast(${bytesOf('node')} as text) end || ';'
      || identity || coalesce(node, ''), '') as holders
    from ${idTable(db, 'asked', ids)} join holder using (id)`.execute(db);
  return rows[0]?.holders ?? '';
}

/** They may hold anything: nothing but their lengths says where they end. */
function* holdersIn(bytes: Buffer): Iterable<[number, string]> {
  for (let at = 0; at < bytes.length; ) {
    const fields: [number, number, number] = [0, 0, -1];
    for (let field = 0; bytes[at] !== SEMICOLON; at++) {
      const code = bytes[at] ?? 0;
      if (code === COMMA) field += 1;
      else fields[field] = Math.max(0, fields[field] ?? 0) * 10 + code - ZERO;
    }
    const [id, identityBytes, nodeBytes] = fields;
    const from = at + 1;
    const between = from + identityBytes;
    at = between + Math.max(0, nodeBytes);
    const identity = JSON.stringify(bytes.toString('utf8', from, between));
    const node = nodeBytes < 0 ? '' : `,"node":${JSON.stringify(bytes.toString('utf8', between, at))}`;
    yield [id, identity + node];
  }
}
