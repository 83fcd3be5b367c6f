/**
 * Handovers of one lane as text, so that a database hands over one row a lane instead of thousands:
 * `first,last,count,weight,to,vacant,cause;` with `first` in ms after a base, `last` in ms after `first`, and of
 * the cause its first three letters. What is left out is 0, 1, the count, or not known, in this order.
 */
import { HANDOVER_CAUSES, type HandoverCause } from '../lease/handover.ts';

/** One handover with a `to`, or several of one hour; times epoch ms. */
export type Entry = {
  first: number;
  last: number;
  count: number;
  /** For how many they count. */
  weight: number;
  /** The new holder's id; null while nobody took over. */
  to: number | null;
  /** Before `first`, or somewhere inside. */
  vacantMs: number | null;
  /** Of the last one. */
  cause: HandoverCause;
  /** The stretch before `first` in which nobody watched, of an `unseen` one. */
  unwatched: { from: number; to: number } | null;
  /** When its tenure was seen to end, of an `unseen` one. */
  endedAt: number | null;
};

const COMMA = 44;
const SEMICOLON = 59;
const ZERO = 48;
const LETTERS = 3;
const CAUSES = new Map<string, HandoverCause>(
  HANDOVER_CAUSES.map((cause) => [cause.slice(0, LETTERS), cause]),
);

export function parseEntries(text: string, base: number, into: Entry[]): void {
  let at = 0;
  let found = false;
  const end = text.length;
  /** The next number; `found` says whether there was one. */
  const number = (): number => {
    let value = 0;
    found = false;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === COMMA || code === SEMICOLON) break;
      value = value * 10 + code - ZERO;
      found = true;
    }
    at++;
    return value;
  };
  while (at < end) {
    const first = base + number();
    const last = first + number();
    const written = number();
    const count = found ? written : 1;
    const counted = number();
    const weight = found ? counted : count;
    const to = number();
    const vacant = number();
    const vacantMs = found ? vacant : null;
    const cause = CAUSES.get(text.slice(at, at + LETTERS)) ?? 'unseen';
    at += LETTERS + 1;
    into.push({ first, last, count, weight, to, vacantMs, cause, unwatched: null, endedAt: null });
  }
}
