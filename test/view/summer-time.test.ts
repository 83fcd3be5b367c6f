/** On the days on which clocks are put forward and back: this file has a zone of its own. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axisTicks } from '../../lib/view/timeline-ticks.ts';
import { typedRange } from '../../lib/view/timeline-typed.ts';

const before = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterAll(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

const at = (iso: string): number => Date.parse(iso);
const from = (text: string, now: string): string =>
  typedRange({ from: text, to: 'now' }, 'local', at(now)).words?.from ?? '';

it('is a zone with summer time', () => expect(new Date(2026, 2, 29, 12).getTimezoneOffset()).toBe(-120));

it('a clock alone is of the day before, however long that was', () => {
  // 23 h and 25 h long were 29 March and 25 October.
  expect(from('22:56', '2026-03-29T10:00:00+02:00')).toBe('2026-03-28T21:56:00Z');
  expect(from('23:00', '2026-03-30T00:30:00+02:00')).toBe('2026-03-29T21:00:00Z');
  expect(from('22:56', '2026-10-25T10:00:00+01:00')).toBe('2026-10-24T20:56:00Z');
  expect(from('00:10', '2026-10-26T00:05:00+01:00')).toBe('2026-10-24T22:10:00Z');
});

it('the end is of the next day, however long this one is', () => {
  const words = typedRange(
    { from: '2026-10-25 00:10', to: '00:05' },
    'local',
    at('2026-10-27T12:00:00+01:00'),
  ).words;
  expect(words?.to).toBe('2026-10-25T23:05:00Z');
});

it('no tick stands twice where an hour is left out, nor where one comes again', () => {
  const labels = (begin: string, end: string) => {
    const ticks = axisTicks({ from: at(begin), to: at(end) }, 8, 'local');
    for (const [index, tick] of ticks.entries()) expect(tick.at).toBeGreaterThan(ticks[index - 1]?.at ?? 0);
    return ticks.map(({ label }) => label);
  };
  expect(labels('2026-03-29T01:00:00+01:00', '2026-03-29T05:00:00+02:00')).toEqual([
    ...['01:00', '01:30', '03:00', '03:30', '04:00', '04:30', '05:00'],
  ]);
  expect(labels('2026-10-25T01:00:00+02:00', '2026-10-25T04:00:00+01:00')).toEqual([
    ...['01:00', '01:30', '02:00', '02:30', '03:00', '03:30', '04:00'],
  ]);
});
