/** Names and nodes of many holders at once. */
import { type Kysely, sql } from 'kysely';
import { isPostgres } from './cluster-lock.ts';
import { createJsonBytes, type JsonBytes } from './json-bytes.ts';
import { idIn } from './lanes-ids.ts';
import type { Database } from './schema.ts';

/** `"identity"` or `"identity","node":"name"` of each holder, and by id where in `bytes` that begins and ends. */
export type HolderJson = { bytes: Uint8Array; places: Map<number, readonly [number, number]> };

/** PostgreSQL plans long lists slowly, and answers several short ones at once. */
const MOST_IDS = 1500;
const [COMMA, SEMICOLON, ZERO, SPACE, QUOTE, BACKSLASH] = [44, 59, 48, 32, 34, 92];

/** In few rows of text: a month of 200 lanes has many thousands of holders. */
export async function readHolderJson(db: Kysely<Database>, ids: ReadonlySet<number>): Promise<HolderJson> {
  const all = [...ids];
  const texts: Promise<string>[] = [];
  for (let at = 0; at < all.length; at += MOST_IDS) texts.push(readText(db, all.slice(at, at + MOST_IDS)));
  const json = createJsonBytes();
  const places = new Map<number, readonly [number, number]>();
  for (const text of await Promise.all(texts)) writeHolders(Buffer.from(text), json, places);
  return { bytes: json.done(), places };
}

/** Of each `id,length of identity,length of node;` in bytes of UTF-8, and both: they may hold anything. */
async function readText(db: Kysely<Database>, ids: readonly number[]): Promise<string> {
  const bytesOf = (column: string) =>
    isPostgres(db) ? sql`octet_length(${sql.ref(column)})` : sql`length(cast(${sql.ref(column)} as blob))`;
  const { rows } = await sql<{ holders: string | null }>`
    select string_agg(cast(id as text) || ',' || cast(${bytesOf('identity')} as text) || ','
      || case when node is null then '' else cast(${bytesOf('node')} as text) end || ';'
      || identity || coalesce(node, ''), '') as holders
    from holder where ${idIn('id', ids)}`.execute(db);
  return rows[0]?.holders ?? '';
}

function writeHolders(
  bytes: Uint8Array,
  json: JsonBytes,
  places: Map<number, readonly [number, number]>,
): void {
  for (let at = 0; at < bytes.length; ) {
    const fields: [number, number, number] = [0, 0, -1];
    for (let field = 0; bytes[at] !== SEMICOLON; at++) {
      const code = bytes[at] ?? 0;
      if (code === COMMA) field += 1;
      else fields[field] = Math.max(0, fields[field] ?? 0) * 10 + code - ZERO;
    }
    const [id, identity, node] = fields;
    const begun = json.length();
    const from = at + 1;
    writeQuoted(bytes, from, from + identity, json);
    at = from + identity;
    if (node >= 0) {
      json.text(',"node":');
      writeQuoted(bytes, at, at + node, json);
      at += node;
    }
    places.set(id, [begun, json.length()]);
  }
}

function writeQuoted(bytes: Uint8Array, from: number, to: number, json: JsonBytes): void {
  for (let at = from; at < to; at++) {
    const code = bytes[at] ?? 0;
    if (code >= SPACE && code !== QUOTE && code !== BACKSLASH) continue;
    json.text(JSON.stringify(new TextDecoder().decode(bytes.subarray(from, to))));
    return;
  }
  json.text('"');
  json.part(bytes, from, to);
  json.text('"');
}
