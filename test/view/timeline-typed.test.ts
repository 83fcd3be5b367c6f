import { describe, expect, it } from 'vitest';
import { typedRange, typedWords } from '../../lib/view/timeline-typed.ts';

const NOW = Date.parse('2026-11-23T02:14:07Z');
const words = (from: string, to: string) => typedRange({ from, to }, 'utc', NOW).words;
const problem = (from: string, to: string) => typedRange({ from, to }, 'utc', NOW).problem;

describe('a typed range', () => {
  it.each([
    ['21:30', '22:00', '2026-11-22T21:30:00Z', '2026-11-22T22:00:00Z'],
    ['21:30', '01:15:30', '2026-11-22T21:30:00Z', '2026-11-23T01:15:30Z'],
    ['01:00', '', '2026-11-23T01:00:00Z', 'now'],
    ['2026-11-22 21:30', 'now', '2026-11-22T21:30:00Z', 'now'],
    ['2026-11-22T21:30', '2026-11-23', '2026-11-22T21:30:00Z', '2026-11-23T00:00:00Z'],
    ['22 Nov 21:30', '22 november 23:00', '2026-11-22T21:30:00Z', '2026-11-22T23:00:00Z'],
    ['24 Dec', '24 Dec 2025 06:00', '2025-12-24T00:00:00Z', '2025-12-24T06:00:00Z'],
    ['21:30', '20 Nov 22:00', '2026-11-20T21:30:00Z', '2026-11-20T22:00:00Z'],
    [' now-6h ', 'now-1h', 'now-6h', 'now-1h'],
    ['2026-11-22T21:30Z', 'now', '2026-11-22T21:30Z', 'now'],
    ['2026-11-22 21:30:31', '2026-11-22T23:00:03+01:00', '2026-11-22T21:30:31Z', '2026-11-22T23:00:03+01:00'],
  ])('%s to %s', (from, to, wantedFrom, wantedTo) =>
    expect(words(from, to)).toEqual({ from: wantedFrom, to: wantedTo }),
  );
  it('is of the chosen zone', () => {
    const local = typedRange({ from: '2026-11-22 21:30', to: 'now' }, 'local', NOW).words;
    expect(Date.parse(local?.from ?? '')).toBe(new Date(2026, 10, 22, 21, 30).getTime());
  });
  it('stands in a form as it is read', () => {
    for (const zone of ['utc', 'local'] as const) {
      const typed = typedRange({ from: typedWords(NOW - 1_000, zone), to: typedWords(NOW, zone) }, zone, NOW);
      expect(Date.parse(typed.words?.to ?? '')).toBe(NOW);
    }
  });
  it.each([
    ['2026-11-22 21:30', '2026-11-22 20:30'],
    ['01:30', '01:00'],
    ['now-1h', '2026-11-22 21:30'],
    ['25 Nov 2026', 'now'],
    ['now', 'now'],
  ])('%s to %s ends before it begins, and says so', (from, to) =>
    expect(problem(from, to)).toMatch(/is not before .*: from has to come first$/),
  );
  it.each(['yesterday', '25:00', '12:60', '31 Feb', '1 Foo 12:00', '2026-02-30', ''])(
    '%s is no time',
    (from) => expect(problem(from, 'now')).toMatch(/21:30, 22 Nov 21:30 or now-6h would be$/),
  );
});
