/** `from` and `to`: epoch milliseconds, ISO 8601 or `now-6h` (`docs/api.md`, "Conventions"). */
import { z } from 'zod';
import { invalidParameter } from './api-error.ts';
import type { Field } from './query.ts';

/** A moment as asked for: absolute (epoch ms), or so long before now (ms). */
export type Moment = { type: 'absolute'; at: number } | { type: 'ago'; ms: number };

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const RELATIVE = /^now(?:-(\d{1,9})([smhdw]))?$/;
const EPOCH_MS = /^\d{1,15}$/;
/** The offset is required: without one a time would mean another moment on every machine. */
const ISO_8601 = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;
const DAY_MS = UNIT_MS.d;

/** Null when `text` is none of the three. */
export function parseMoment(text: string): Moment | null {
  const relative = RELATIVE.exec(text);
  if (relative !== null) {
    const unit = (relative[2] ?? 's') as keyof typeof UNIT_MS;
    return { type: 'ago', ms: Number(relative[1] ?? 0) * UNIT_MS[unit] };
  }
  if (EPOCH_MS.test(text)) return { type: 'absolute', at: Number(text) };
  // A "+" that was not escaped arrives as a space.
  const iso = text.replace(' ', '+');
  const at = ISO_8601.test(iso) ? Date.parse(iso) : Number.NaN;
  return Number.isNaN(at) ? null : { type: 'absolute', at };
}

function momentField(description: string): Field & { schema: z.ZodType<Moment> } {
  return {
    schema: z.string().transform((text, context) => {
      const moment = parseMoment(text);
      if (moment !== null) return moment;
      context.addIssue('not a time');
      return z.NEVER;
    }),
    expected: 'a time; give epoch milliseconds, ISO 8601 with Z or an offset, or now-6h (s, m, h, d, w)',
    description,
  };
}

export const TIME_RANGE = {
  from: momentField('Epoch milliseconds, ISO 8601 or now-6h; without it 24 h before `to`.'),
  to: momentField('Epoch milliseconds, ISO 8601 or now-6h; without it now.'),
};

/** Epoch ms, both ends. Throws `invalid_parameter` when nothing lies between them. */
export function timeRange(
  query: { from: Moment | undefined; to: Moment | undefined },
  now: number,
): { from: number; to: number } {
  const to = query.to === undefined ? now : resolved(query.to, now);
  const from = query.from === undefined ? to - DAY_MS : resolved(query.from, now);
  if (from > to) throw invalidParameter('from', 'from: lies after to; give an earlier time.');
  return { from, to };
}

function resolved(moment: Moment, now: number): number {
  // "now-999999999w" is before any time that can be written.
  return moment.type === 'absolute' ? moment.at : Math.max(0, now - moment.ms);
}
