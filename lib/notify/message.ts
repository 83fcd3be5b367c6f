/** One request to a receiver: as much of what is due as fits into it. */
import type { Alert } from '../alert/alert.ts';
import type { Due } from './due.ts';

export type Message = {
  body: string;
  headers: Record<string, string>;
  /** How many of the first of what is due it tells. */
  count: number;
};

/** `most`: no more than so many at once. `now`: epoch ms. */
export type Compose = (due: readonly Due[], most: number, now: number) => Message;

/** What is said about an alert besides what it says itself. */
export type Surroundings = {
  cluster: () => { id: string | null; name: string | null };
  /** The page that shows it; null where nobody said by which address people reach Tenure. */
  linkOf: (alert: Pick<Alert, 'id'>) => string | null;
  /** How many alerts that fire it explains. */
  consequencesOf: (id: string) => number;
  alertOf: (id: string) => Alert | null;
  silenceOf: (id: string) => { author: string; comment: string; until: number } | null;
  /** As `GET /api/v1/alerts` answers it. */
  viewOf: (alert: Alert) => object;
};

export const MOST_AT_ONCE = 100;
export const MOST_BYTES = 256 * 1024;
/** A holder may call itself anything: nobody reads more of one text. */
const LONGEST_TEXT = 1000;
const LONGEST_LINK = LONGEST_TEXT;

/** The first of `due` that fit, each as JSON; one at least. `room`: what else is in the request, bytes. */
export function fitting(
  due: readonly Due[],
  most: number,
  jsonOf: (one: Due) => string,
  room: number,
): string[] {
  const items: string[] = [];
  let bytes = room;
  for (const one of due.slice(0, most)) {
    const item = jsonOf(one);
    bytes += Buffer.byteLength(item) + 1;
    if (items.length > 0 && bytes > MOST_BYTES) break;
    items.push(item);
  }
  return items;
}

/** Null also where a hostile name makes it longer than anything that follows it. */
export function linkTo(alert: Pick<Alert, 'id'>, { linkOf }: Pick<Surroundings, 'linkOf'>): string | null {
  const link = linkOf(alert);
  return link === null || link.length > LONGEST_LINK ? null : link;
}

/** Well-formed too, for a receiver may refuse a whole message over half a character. */
export function bounded(text: string, longest: number = LONGEST_TEXT): string {
  return (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`).toWellFormed();
}

/** JSON in which no text is longer than anybody reads. */
export function boundedJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? bounded(part) : part));
}

export const JSON_HEADERS = { 'content-type': 'application/json', 'user-agent': 'tenure' };
