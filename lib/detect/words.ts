/** Durations, offsets and names as people say them, for the sentences of findings. */
import { UNSEEN } from '../lease/unseen.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** An identity may be of any length: the beginning and the end tell it. */
const LONGEST_NAME = 80;

/**
 * "850 ms", "1.5 s", "46 s", "6 min 03 s", "2 h 5 min", "3 d 4 h": rounded and written as beside it on the pages; but a
 * limit is "4 s" or "5 min", without digits that say nothing. What is not over yet is "0 ms".
 */
export function duration(ms: number): string {
  if (ms < SECOND_MS - 0.5) return `${Math.max(0, Math.round(ms))} ms`;
  const tenths = Math.round(ms / 100) / 10;
  if (tenths < 10) return `${tenths} s`;
  const seconds = Math.round(ms / SECOND_MS);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return pair(seconds, 60, 'min', 's', 2);
  const minutes = Math.round(ms / MINUTE_MS);
  return minutes < 1_440 ? pair(minutes, 60, 'h', 'min') : pair(Math.round(ms / HOUR_MS), 24, 'd', 'h');
}

function pair(count: number, each: number, large: string, small: string, digits = 1): string {
  const rest = count % each;
  const whole = `${Math.floor(count / each)} ${large}`;
  return rest === 0 ? whole : `${whole} ${String(rest).padStart(digits, '0')} ${small}`;
}

/** A clock's offset, ms: "+6.99 s", "−30.00 s". */
export function offset(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${(Math.abs(ms) / SECOND_MS).toFixed(2)} s`;
}

/** An identity inside a sentence, whatever it holds. */
export function named(identity: string): string {
  const plain = identity.replace(UNSEEN, '?');
  if (plain.length <= LONGEST_NAME) return plain;
  // Half of a character is none: Slack, for one, refuses a whole message over it.
  return `${plain.slice(0, LONGEST_NAME / 2)}…${plain.slice(-LONGEST_NAME / 2)}`.toWellFormed();
}

/** An argument of a shell's line, whatever it holds: one line, and what is read is what runs. */
export function quoted(text: string): string {
  const seen = text.replace(UNSEEN, '?');
  return /^[\w./@-][\w./:=@-]*$/.test(seen) ? seen : `'${seen.replaceAll("'", "'\\''")}'`;
}
