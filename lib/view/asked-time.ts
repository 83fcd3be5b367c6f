/** A time as the API is asked for one, and as addresses keep it: epoch milliseconds, ISO 8601 or `now-6h`. */

/** Epoch ms, or so many ms before now. */
export type AskedTime = { type: 'at'; at: number } | { type: 'ago'; ms: number };

export const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const RELATIVE = /^now(?:-(\d{1,9})([smhdw]))?$/;
const EPOCH_MS = /^\d{1,15}$/;
/** The offset is required: without one a time would mean another moment on every machine. */
const ISO_8601 = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

/** Null when `text` is none of the three. */
export function parseAskedTime(text: string): AskedTime | null {
  const relative = RELATIVE.exec(text);
  if (relative !== null) {
    const unit = (relative[2] ?? 's') as keyof typeof UNIT_MS;
    return { type: 'ago', ms: Number(relative[1] ?? 0) * UNIT_MS[unit] };
  }
  if (EPOCH_MS.test(text)) return { type: 'at', at: Number(text) };
  // A "+" that was not escaped arrives as a space.
  const iso = text.replace(' ', '+');
  const at = ISO_8601.test(iso) ? Date.parse(iso) : Number.NaN;
  return Number.isNaN(at) ? null : { type: 'at', at };
}

/** Epoch ms; "now-999999999w" is before any time that can be written. */
export function askedAt(time: AskedTime, now: number): number {
  return time.type === 'at' ? time.at : Math.max(0, now - time.ms);
}
