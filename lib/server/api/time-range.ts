/** `from` and `to`: epoch milliseconds, ISO 8601 or `now-6h` (`docs/api.md`, "Conventions"). */
import { z } from 'zod';
import { type AskedTime, askedAt, parseAskedTime, UNIT_MS } from '../../view/asked-time.ts';
import { invalidParameter } from './api-error.ts';
import type { Field } from './query.ts';

function timeField(description: string): Field & { schema: z.ZodType<AskedTime> } {
  return {
    schema: z.string().transform((text, context) => {
      const time = parseAskedTime(text);
      if (time !== null) return time;
      context.addIssue('not a time');
      return z.NEVER;
    }),
    expected: 'a time; give epoch milliseconds, ISO 8601 with Z or an offset, or now-6h (s, m, h, d, w)',
    description,
  };
}

export const TIME_RANGE = {
  from: timeField('Epoch milliseconds, ISO 8601 or now-6h; without it 24 h before `to`.'),
  to: timeField('Epoch milliseconds, ISO 8601 or now-6h; without it now.'),
};

/** Epoch ms, both ends. Throws `invalid_parameter` when nothing lies between them. */
export function timeRange(
  query: { from: AskedTime | undefined; to: AskedTime | undefined },
  now: number,
): { from: number; to: number } {
  const to = query.to === undefined ? now : askedAt(query.to, now);
  const from = query.from === undefined ? to - UNIT_MS.d : askedAt(query.from, now);
  if (from > to) throw invalidParameter('from', 'from: lies after to; give an earlier time.');
  return { from, to };
}
