/** The facts of a Lease that tell how soon it is renewed, what that leaves, and how far its holder's clock is off. */

import { crashedForMs } from '../lease/takeover.ts';
import { clockKind } from './clock-kind.ts';
import { countOf, formatDurationInWords, formatHeadroomInWords, formatLimit } from './format.ts';
import type { Fact, FactsInput } from './lease-facts.ts';
import type { ClockOffset, LeaseRow } from './lease-row.ts';
import { formatMoment } from './moment.ts';
import { clockWords, formatOffset } from './offset-words.ts';

const DAY_MS = 86_400_000;

/**
 * Gaps are remembered for a day at most, and not from one run to the next: the history has those before, by the minute.
 * They begin anew with another object and another duration, which a row does not tell.
 */
function gapsSince({ observedSince, now, present, zone }: FactsInput): string {
  if (observedSince === null) return '';
  return now - observedSince < DAY_MS
    ? `at most since ${formatMoment(observedSince, present, zone)}`
    : 'in 24 h at most';
}

/** How it is renewed, as far as this run saw, and what follows from that; and by which clock. */
export function timingFacts(input: FactsInput): Fact[] {
  const { row } = input;
  const gaps = row.renewGapMs;
  const since = gapsSince(input);
  const facts: Fact[] = [
    {
      term: row.elects ? 'Allowed duration' : 'Duration',
      explain: row.elects
        ? 'leaseDurationSeconds: without a renewal for this long, others may take over.'
        : 'leaseDurationSeconds, as the Lease has it.',
      value: row.durationMs === null ? 'not in the Lease' : formatLimit(row.durationMs),
      ...durationNote(row),
    },
    {
      term: row.elects ? 'Retry period' : 'Renewed every',
      explain: 'Not in the Lease: the median gap between the renewals that were seen, of 24 h at most.',
      value: gaps === null ? 'not known yet' : formatDurationInWords(gaps.median),
      ...(gaps === null ? {} : { note: 'inferred' }),
    },
  ];
  if (gaps !== null) {
    facts.push({
      term: 'Slowest usual gap',
      explain:
        '99 of 100 renewals came sooner than this after the one before: of those that this run of Tenure saw, of 24 h at most, or since it was created or its duration changed.',
      value: formatDurationInWords(gaps.p99),
      note: `p99; slowest ${formatDurationInWords(gaps.max)}${since === '' ? '' : `, ${since}`}`,
    });
  }
  if (row.elects && row.durationMs !== null && gaps !== null) {
    facts.push({
      term: 'Crash takeover',
      explain:
        'After a crash a standby waits out the duration (L) and may need up to 4.4 retry periods (P) more: L to L + 4.4 P after the last renewal. P is inferred.',
      value: `${formatLimit(row.durationMs)} to ${(crashedForMs(row.durationMs, gaps.median) / 1000).toFixed(1)} s`,
      note: 'after the last renewal',
    });
  }
  if (row.elects) {
    facts.push({
      term: 'Headroom',
      explain:
        'The allowed duration minus the slowest gap between renewals: how much slower it may get. Of what this run of Tenure saw, of 24 h at most, or since it was created or its duration changed; the chart’s is of its own range.',
      value: row.headroomMs === null ? 'not known yet' : formatHeadroomInWords(row.headroomMs),
      ...headroomNote(input, since),
      ...(row.headroomMs !== null && row.headroomMs < 0 ? { tone: 'late' as const } : {}),
    });
  }
  return row.holder === null ? facts : [...facts, clockFact(row.clockOffsetMs)];
}

/**
 * A slower renewal of before this run is in the chart beside it: without a word the two would disagree. The chart has
 * parts of milliseconds, a row whole ones.
 */
function headroomNote({ row, chartHeadroomMs }: FactsInput, since: string): { note?: string } {
  if (row.headroomMs === null) return { note: 'needs 5 gaps' };
  const inChart = chartHeadroomMs === null ? '' : formatHeadroomInWords(chartHeadroomMs);
  const isLess =
    chartHeadroomMs !== null &&
    Math.round(chartHeadroomMs) < row.headroomMs &&
    inChart !== formatHeadroomInWords(row.headroomMs);
  const chart = isLess ? `${inChart} the least in the chart’s range` : '';
  const note = [since, chart].filter((part) => part !== '').join('; ');
  return note === '' ? {} : { note };
}

function durationNote(row: LeaseRow): { note?: string } {
  if (row.class === 'apiserver' && row.expiresAfterMs !== null) {
    return { note: `judged by ${formatLimit(row.expiresAfterMs)}, for it is renewed every 10 s` };
  }
  const raw = row.rawDurationSeconds;
  if (raw === null || row.durationMs === null || raw * 1000 === row.durationMs) return {};
  return { note: `now ${raw} s in the Lease, as a release writes it` };
}

const CLOCK =
  'The holder’s clock minus the API server’s: the interval that its claims (renewTime) and the API server’s stamps allow. It closes as renewals come in; the upper side may be too high by the latency of the fastest request. Bounds that contradict each other mean that a clock stepped in the last ten minutes, or that API servers disagree; then nothing is concluded.';

function clockFact(offset: ClockOffset | null): Fact {
  if (offset === null) {
    return {
      term: 'Clock',
      explain: CLOCK,
      value: 'not resolvable',
      note: 'no stamp of the API server to compare with yet',
    };
  }
  const { value, off } = clockWords(offset);
  return {
    term: 'Clock',
    explain: CLOCK,
    value,
    note:
      clockKind(offset) === 'torn'
        ? STEPPED_NOTE
        : `${countOf(offset.samples, 'renewal')}, latency allowance ${formatOffset(offset.latencyAllowanceMs)}`,
    ...(off ? { tone: 'late' as const } : {}),
  };
}

const STEPPED_NOTE =
  'in the last 10 min, as its renewals contradict each other; or API servers disagree by as much';
