/** How its team wants a Lease judged, and what of that is ignored: facts of its page (`docs/rules.md`). */
import { isSilenced, type LeaseAnnotations, MOST_SILENCE_MS } from '../lease/annotations.ts';
import { formatDurationInWords, type TimeZone } from './format.ts';
import type { Fact } from './lease-facts.ts';
import type { LeaseRow } from './lease-row.ts';
import { formatMoment } from './moment.ts';

/** `now`: epoch ms. */
export function annotationFacts(
  annotations: LeaseAnnotations | null,
  row: Pick<LeaseRow, 'durationMs'>,
  now: number,
  zone: TimeZone,
): Fact[] {
  if (annotations === null) return [];
  const { expectedIntervalMs, silenceUntil, faults } = annotations;
  const facts: Fact[] = [];
  if (expectedIntervalMs !== null) {
    const isTooLong = row.durationMs !== null && expectedIntervalMs >= row.durationMs;
    facts.push({
      term: 'Expected interval',
      explain:
        'The annotation tenure.dev/expected-interval: taken for the usual gap between renewals wherever one is compared with.',
      value: formatDurationInWords(expectedIntervalMs),
      note: isTooLong ? 'ignored: not shorter than the duration' : 'annotated',
      ...(isTooLong ? { tone: 'late' as const } : {}),
    });
  }
  if (silenceUntil !== null) facts.push(silenceFact(silenceUntil, now, zone, isSilenced(annotations, now)));
  if (faults.length > 0) {
    facts.push({
      term: 'Annotations',
      explain: 'What Tenure cannot read of the annotations tenure.dev/… on this Lease. It is ignored.',
      value: faults.join(' '),
      note: 'ignored',
      tone: 'late',
    });
  }
  return facts;
}

function silenceFact(until: number, now: number, zone: TimeZone, holds: boolean): Fact {
  const ahead = until - now > MOST_SILENCE_MS;
  const counts = `too far ahead: it counts from ${formatMoment(until - MOST_SILENCE_MS, now, zone)} on`;
  return {
    term: 'Silenced',
    explain:
      'The annotation tenure.dev/silence-until: no alert about this Lease is told until then. At most 30 days ahead count.',
    value: holds || ahead ? `until ${formatMoment(until, now, zone)}` : 'not any more',
    note: holds ? 'annotated' : ahead ? counts : `it was until ${formatMoment(until, now, zone)}`,
    ...(ahead ? { tone: 'late' as const } : {}),
  };
}
