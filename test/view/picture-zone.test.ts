/** What a picture says of its times, in zones that this file has of its own. */
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { formatDateTime, formatDateTimeAbroad, type TimeZone } from '../../lib/view/format.ts';
import { laneAlerts } from '../../lib/view/timeline-alerts.ts';
import { timeScale } from '../../lib/view/timeline-marks.ts';
import { timelineSvg } from '../../lib/view/timeline-svg.ts';
import { HUES_BY_NAME } from './timeline-builders.ts';

const before = process.env.TZ;
afterAll(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

const at = (iso: string): number => Date.parse(iso);

function datesOf(from: string, to: string, zone: TimeZone): string | undefined {
  const { svg } = timelineSvg({
    lanes: [],
    scale: timeScale({ from: at(from), to: at(to) }, 300, 600),
    width: 1_000,
    bands: [],
    blindSpots: [],
    alerts: laneAlerts([]),
    now: at(to),
    hues: HUES_BY_NAME,
    zone,
    colour: (token) => `#${token}`,
    title: 'Leases',
  });
  return />([^<]* → [^<]*)</.exec(svg)?.[1];
}

describe('the ends of a picture', () => {
  beforeEach(() => {
    process.env.TZ = 'Europe/Berlin';
  });
  it.each([
    [
      '2026-07-01T10:00:00Z',
      '2026-07-01T11:00:00Z',
      '2026-07-01 12:00:00 UTC+02:00 → 2026-07-01 13:00:00 UTC+02:00',
    ],
    [
      '2026-03-28T23:00:00Z',
      '2026-03-29T02:00:00Z',
      '2026-03-29 00:00:00 UTC+01:00 → 2026-03-29 04:00:00 UTC+02:00',
    ],
    // The hour that comes twice.
    [
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:30:00Z',
      '2026-10-25 02:30:00 UTC+02:00 → 2026-10-25 02:30:00 UTC+01:00',
    ],
  ])('%s to %s bear how far the clocks were ahead then', (from, to, dates) => {
    expect(datesOf(from, to, 'local')).toBe(dates);
  });
  it('are UTC where that is shown', () => {
    expect(datesOf('2026-07-01T10:00:00Z', '2026-07-01T11:00:00Z', 'utc')).toBe(
      '2026-07-01 10:00:00 UTC → 2026-07-01 11:00:00 UTC',
    );
  });
});

describe('a time that is read elsewhere', () => {
  it.each([
    ['UTC', '2026-03-05 22:56:31 UTC+00:00'],
    ['America/St_Johns', '2026-03-05 19:26:31 UTC−03:30'],
    ['Asia/Kathmandu', '2026-03-06 04:41:31 UTC+05:45'],
    ['Pacific/Marquesas', '2026-03-05 13:26:31 UTC−09:30'],
  ])('in %s is %s', (zone, words) => {
    process.env.TZ = zone;
    expect(formatDateTimeAbroad(at('2026-03-05T22:56:31Z'), 'local')).toBe(words);
  });
  it('is the same moment for everybody, on the clocks that the page shows', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
        fc.integer({ min: at('2020-01-01T00:00:00Z') / 1_000, max: at('2030-01-01T00:00:00Z') / 1_000 }),
        (zone, seconds) => {
          process.env.TZ = zone;
          const words = formatDateTimeAbroad(seconds * 1_000, 'local');
          expect(words.slice(0, 19)).toBe(formatDateTime(seconds * 1_000, 'local').slice(0, 19));
          expect(at(words.replace(' UTC', '').replace('−', '-').replace(' ', 'T'))).toBe(seconds * 1_000);
        },
      ),
    ));
  it('that is none says so', () => expect(formatDateTimeAbroad(Number.NaN, 'local')).toBe('not known'));
});
