import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks } from '../../lib/view/timeline-ticks.ts';

const at = (iso: string): number => Date.parse(iso);

describe('ticks of an axis', () => {
  it('stand on whole steps and are written so short as can be', () => {
    const labels = (from: string, to: string, most: number): string[] =>
      axisTicks({ from: at(from), to: at(to) }, most, 'utc').map((tick) => tick.label);
    expect(labels('2026-03-05T21:14:07Z', '2026-03-05T23:14:07Z', 5)).toEqual([
      '21:30',
      '22:00',
      '22:30',
      '23:00',
    ]);
    expect(labels('2026-03-05T23:00:00Z', '2026-03-06T01:00:00Z', 3)).toEqual(['23:00', '6 Mar', '01:00']);
    expect(labels('2026-03-05T22:00:00Z', '2026-03-05T22:00:20Z', 5)).toEqual([
      '22:00:00',
      '22:00:05',
      '22:00:10',
      '22:00:15',
      '22:00:20',
    ]);
    expect(labels('2026-02-25T12:00:00Z', '2026-03-04T12:00:00Z', 8)).toContain('1 Mar');
  });
  it('the first of a day stands out', () => {
    const ticks = axisTicks({ from: at('2026-03-05T12:00:00Z'), to: at('2026-03-06T12:00:00Z') }, 10, 'utc');
    expect(ticks.filter((tick) => tick.strong).map((tick) => tick.label)).toEqual(['6 Mar']);
  });
  it('lie inside the range, in order, and are no more than asked for', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000_000_000 }),
        fc.integer({ min: 2_000, max: 366 * 86_400_000 }),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('utc' as const, 'local' as const),
        (from, length, most, zone) => {
          const ticks = axisTicks({ from, to: from + length }, most, zone);
          expect(ticks.length).toBeLessThanOrEqual(most + 2);
          for (const [index, tick] of ticks.entries()) {
            expect(tick.at).toBeGreaterThanOrEqual(from);
            expect(tick.at).toBeLessThanOrEqual(from + length);
            expect(tick.at).toBeGreaterThan(ticks[index - 1]?.at ?? -1);
          }
        },
      ),
    ));
});
