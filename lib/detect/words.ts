/** Durations, offsets and names as people say them, for the sentences of findings. */
import { UNSEEN } from '../lease/unseen.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** An identity may be of any length: the beginning and the end tell it. */
const LONGEST_NAME = 80;

/** "850 ms", "15.5 s", "6 min 3 s", "2 h 5 min", "3 d 4 h". What is not over yet is "0 ms". */
export function duration(ms: number): string {
  if (ms < SECOND_MS - 0.5) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < MINUTE_MS - 50) return `${Number((ms / SECOND_MS).toFixed(1))} s`;
  if (ms < HOUR_MS) return pair(Math.max(ms, MINUTE_MS), MINUTE_MS, 'min', SECOND_MS, 's');
  if (ms < DAY_MS) return pair(ms, HOUR_MS, 'h', MINUTE_MS, 'min');
  return pair(ms, DAY_MS, 'd', HOUR_MS, 'h');
}

function pair(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const whole = Math.floor(ms / large);
  const rest = Math.floor((ms % large) / small);
  return rest === 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${rest} ${smallName}`;
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
