/** What the chart shows of a moment, in words: for the card at the crosshair, and for those who do not see it. */
import type { AlertView } from '../../lib/view/alert.ts';
import type { ChartMoment } from '../../lib/view/chart-moment.ts';
import { countOf, formatDurationInWords, type TimeZone } from '../../lib/view/format.ts';
import { endedWords } from '../../lib/view/handover-words.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { clockWords, steppedWords } from '../../lib/view/offset-words.ts';

/** More than these would hide the chart, or not be listened to. */
export const MOST_ALERTS = 3;

export function holderWords(
  { holder, vacant }: Pick<ChartMoment, 'holder' | 'vacant'>,
  nameOf: (holder: string) => string,
): string {
  if (vacant) return 'nobody';
  if (holder === null) return 'not known';
  return holder.expired ? `${nameOf(holder.name)}, expired` : nameOf(holder.name);
}

export const UNWRITTEN = 'not known: what was seen then may be missing from the history';

export function gapWords({ bucket, unwritten }: Pick<ChartMoment, 'bucket' | 'unwritten'>): string {
  if (bucket?.maxGapMs == null) return unwritten ? UNWRITTEN : 'no renewal measured';
  const measured = `slowest ${formatDurationInWords(bucket.maxGapMs)}, ${countOf(bucket.count, 'renewal')}`;
  return unwritten ? `${measured}; some that were seen may be missing` : measured;
}

export function offsetWords({ offset, unwritten }: Pick<ChartMoment, 'offset' | 'unwritten'>): string {
  if (offset === null) return unwritten ? 'not known' : 'not resolvable';
  const { contradictory, lowerMs, upperMs } = offset;
  return contradictory
    ? steppedWords(upperMs - lowerMs)
    : clockWords({ lower: lowerMs, upper: upperMs }).value;
}

export function unwatchedWords(type: NonNullable<ChartMoment['unwatched']>): string {
  return type === 'before-start' ? 'Nothing is kept.' : 'Not watched.';
}

/** All of it as one sentence. `alerts`: those that fired just then, worst first. */
export function momentWords(
  moment: ChartMoment,
  alerts: readonly Pick<AlertView, 'severity' | 'title'>[],
  nameOf: (holder: string) => string,
  zone: TimeZone,
  now: number,
): string {
  const { at, unwatched, step } = moment;
  const fired = [
    ...alerts.slice(0, MOST_ALERTS).map(({ severity, title }) => `${severity}: ${title}`),
    ...(alerts.length > MOST_ALERTS ? [`and ${countOf(alerts.length - MOST_ALERTS, 'more alert')}`] : []),
  ];
  const said =
    unwatched === null
      ? [
          `holder ${holderWords(moment, nameOf)}`,
          `renew gap ${gapWords(moment)}`,
          `clock ${offsetWords(moment)}`,
          ...(step === null
            ? []
            : [`handover, ${endedWords(step.handover)}, at ${formatMoment(step.handover.at, now, zone)}`]),
        ]
      : [unwatchedWords(unwatched).replace('.', '')];
  return `${formatMoment(at, now, zone)}: ${[...said, ...fired].join('; ')}`;
}
