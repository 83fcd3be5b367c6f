/** What may stand behind a key of the rules file, as zod schemas: read with its unit, or refused in a sentence. */
import { z } from 'zod';
import { SEVERITIES, type Severity } from '../../detect/finding.ts';
import type { Limit } from '../../detect/rule-limits.ts';
import { durationText, parseDuration } from '../../lease/duration-text.ts';

/** A value, or the rest of the sentence `"value" …` that says what would be right. */
type Read<T> = (value: unknown) => { value: T } | { wrong: string };

const LONGEST = 60;

function field<T>(read: Read<T>) {
  return z
    .unknown()
    .transform((value, context): T => {
      const answer = read(value);
      if ('value' in answer) return answer.value;
      context.addIssue({ code: 'custom', message: `${shown(value)} ${answer.wrong}` });
      return z.NEVER;
    })
    .optional();
}

/** As it may be said in a line of a log. */
export function shown(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = String(value);
  const short = text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
  // What turns the direction of writing, or is not seen, would read as another text.
  return JSON.stringify(short.toWellFormed().replace(/[\p{Cf}\u2028\u2029]/gu, '?'));
}

export const switchField = field<boolean>((value) =>
  typeof value === 'boolean' ? { value } : { wrong: 'is not a switch; give true or false' },
);

export const severityField = field<Severity>((value) => {
  const severity = SEVERITIES.find((one) => one === value);
  return severity === undefined
    ? { wrong: `is not a severity; give one of ${SEVERITIES.join(', ')}` }
    : { value: severity };
});

export function durationField(leastMs: number, mostMs: number, example: string) {
  return field<number>((value) => readDuration(value, leastMs, mostMs, example));
}

export function limitField({ unit, least, most, whole, default: usual }: Limit) {
  if (unit === 'ms') return durationField(least, most, durationText(usual));
  return field<number>((value) =>
    unit === 'share'
      ? readShare(value, usual)
      : readCount(value, { least, most, whole: whole === true, usual }),
  );
}

/** As it is written in the file. */
export function limitText({ unit }: Pick<Limit, 'unit'>, value: number): string {
  if (unit === 'ms') return durationText(value);
  return unit === 'share' ? percent(value) : String(value);
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))}%`;
}

function readDuration(
  value: unknown,
  leastMs: number,
  mostMs: number,
  example: string,
): ReturnType<Read<number>> {
  const text = typeof value === 'number' ? String(value) : value;
  const ms = typeof text === 'string' ? parseDuration(text.trim()) : null;
  if (ms === null)
    return { wrong: `is not a duration; give a number with its unit (ms, s, m, h or d), such as ${example}` };
  if (ms >= leastMs && ms <= mostMs) return { value: ms };
  return {
    wrong: `is out of bounds; give ${durationText(leastMs)} to ${durationText(mostMs)}, such as ${example}`,
  };
}

function readShare(value: unknown, usual: number): ReturnType<Read<number>> {
  const given =
    typeof value === 'string' ? /^(\d{1,3}(?:\.\d{1,6})?) ?%$/.exec(value.trim())?.[1] : undefined;
  const share = given === undefined ? value : Number(given) / 100;
  if (typeof share === 'number' && share >= 0 && share <= 1) return { value: share };
  return { wrong: `is not a share; give 0% to 100%, such as ${percent(usual)}` };
}

function readCount(
  value: unknown,
  { least, most, whole, usual }: { least: number; most: number; whole: boolean; usual: number },
): ReturnType<Read<number>> {
  const isRight = typeof value === 'number' && value >= least && value <= most;
  if (isRight && (!whole || Number.isInteger(value))) return { value };
  return { wrong: `is not a ${whole ? 'whole ' : ''}number from ${least} to ${most}, such as ${usual}` };
}
