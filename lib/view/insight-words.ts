/** What a range of a Lease's history amounts to, in sentences; each number with its definition. ms. */
import { HANDOVER_CAUSES } from '../lease/handover.ts';
import { formatCount, formatDurationInWords, formatHeadroomInWords, formatLimit } from './format.ts';
import { CAUSE_WORDS, TAKEN_AFTER_VACANCY } from './handover-words.ts';
import type { LeaseInsight, Spread } from './insight.ts';
import { type Theory, takeoverTheory, usualGapMs } from './insight-theory.ts';
import { rangeLength } from './time-axis.ts';

/** Plain words, or a term or number that explains itself. */
export type InsightPart = string | { text: string; explain: string };
/** A bar that grows towards a post: what was measured against what theory or the Lease allows. */
export type InsightPost = {
  scaleMs: number;
  /** Where the post stands: past it is over. */
  postMs: number;
  /** From where on theory expects it; null for "from nothing". */
  fromMs: number | null;
  minMs: number;
  medianMs: number;
  maxMs: number;
  /** The same in words. */
  label: string;
};
export type InsightLine = {
  term: string;
  sentences: InsightPart[];
  post: InsightPost | null;
};

const PERCENT =
  'The share of the watched time in which somebody validly held the Lease: 1 − leaderless time / watched time. Time that was not watched counts neither as good nor as bad. Nor does a renewal that came late while the watch stood still, where the watch then went on without a loss. It says who held the lock, not whether the leader worked.';
const LEADERLESS =
  'Time of the watched range in which nobody validly held the Lease: from a release or a deletion to the next holder, and from the expiry of the duration to the takeover, or to the renewal that came after all.';
const BLIND =
  'Stretches in which Tenure did not watch, and of which it could not read afterwards what had happened: a restart, or an API server that could not be reached for long.';
const CRASH =
  'From the last renewal of a holder that went silent to the first write of the next. In theory between the duration L and L + 4.4 P, where P is the retry period: standbys wait out L, then poll at most 2.2 P apart, and may need two polls. P is inferred from the usual gap between renewals.';
const RELEASE =
  'From the release to the first write of the next holder. In theory at most 2.2 P, the time between two polls of a standby. P, the retry period, is inferred from the usual gap between renewals.';
const HEADROOM =
  'The allowed duration minus the slowest gap between two renewals of the range: how much slower a renewal may get before the Lease runs out.';
const LEAST_HEADROOM =
  'What was left of the allowed duration by the renewal that left the least: how much slower it could have been before the Lease ran out.';
const COUNT =
  'Changes of holder in the range. Those that were not seen count as often as the Lease’s own counter rose meanwhile.';

export function insightLines(insight: LeaseInsight): InsightLine[] {
  const durationMs = insight.durations.at(-1)?.durationMs ?? null;
  const theory = takeoverTheory(durationMs, usualGapMs(insight));
  const changed = changedDurations(insight);
  return [
    leaderless(insight),
    handovers(insight),
    changed === null
      ? takeover('After it went silent', CRASH, insight.silentAfterExpiry, theory?.crash ?? null)
      : takeover(
          'After it went silent',
          CRASH,
          insight.silentAfterExpiry,
          null,
          `${changed}: no one theory fits`,
        ),
    takeover(
      'After a release',
      RELEASE,
      insight.vacantAfterRelease,
      theory === null ? null : { leastMs: 0, mostMs: theory.releaseMostMs },
    ),
    headroom(insight, durationMs, changed),
  ].filter((line) => line !== null);
}

/** What was right by one duration says nothing by another. Null where there was one. */
function changedDurations({ durations }: LeaseInsight): string | null {
  const all = [...new Set(durations.map(({ durationMs }) => durationMs))];
  if (all.length < 2) return null;
  return `the duration changed in the range (${all.map(formatLimit).join(', ')})`;
}

function leaderless(insight: LeaseInsight): InsightLine {
  const { watchedMs, blindMs } = insight;
  const blind: InsightPart[] =
    blindMs <= 0
      ? []
      : [
          ' ',
          { text: `${formatDurationInWords(blindMs)} not watched`, explain: BLIND },
          watchedMs > 0 ? ', which counts as neither.' : ', so nothing can be said.',
        ];
  if (insight.availability === null) {
    const none = blindMs <= 0 ? 'Nothing is known of it in this range.' : 'Not watched. ';
    return { term: 'Led', sentences: [none, ...blind.slice(1)], post: null };
  }
  const overdue = overdueRenewal(insight);
  // A renewal that came after its duration was over leaves that much without a leader at the least.
  const leaderlessMs = Math.max(insight.leaderlessMs, Math.min(watchedMs, overdue?.byMs ?? 0));
  const availability = Math.min(insight.availability, 1 - leaderlessMs / watchedMs);
  return {
    term: 'Led',
    sentences: [
      { text: formatShare(availability, leaderlessMs), explain: PERCENT },
      ` of the ${formatDurationInWords(watchedMs)} watched; `,
      leaderlessMs === 0
        ? { text: 'never without a leader', explain: LEADERLESS }
        : { text: `${formatDurationInWords(leaderlessMs)} without a leader`, explain: LEADERLESS },
      overdue === null ? '.' : `; ${overdue.words}.`,
      ...blind,
    ],
    post: null,
  };
}

/** The slowest renewal of the range where it took longer than any duration that the Lease had in it. */
function overdueRenewal({ worstGapMs, durations }: LeaseInsight): { byMs: number; words: string } | null {
  const longest = Math.max(...durations.map(({ durationMs }) => durationMs));
  if (worstGapMs === null || durations.length === 0 || worstGapMs <= longest) return null;
  const words = `the slowest renewal took ${formatDurationInWords(worstGapMs)}, and ${formatLimit(longest)} are allowed`;
  return { byMs: worstGapMs - longest, words };
}

/** "99.97 %": as many digits as it takes not to say 100 % of what was not whole, nor 0 % of what was not nothing. */
export function formatShare(share: number, missingMs: number): string {
  const percent = share * 100;
  if (missingMs === 0) return '100 %';
  for (const digits of [1, 2, 3]) {
    const text = percent.toFixed(digits);
    if (Number(text) < 100) return `${Number(text) === 0 && share > 0 ? `< ${10 ** -digits}` : text} %`;
  }
  return '> 99.999 %';
}

function handovers({ handovers: counts, vacantAfterRelease }: LeaseInsight): InsightLine {
  const changes = HANDOVER_CAUSES.filter((cause) => cause !== 'first' && cause !== 'deleted');
  const total = changes.reduce((sum, cause) => sum + counts[cause], 0);
  // When the others were let go is not known, nor of all of them that they were.
  const released = Math.min(counts.release, vacantAfterRelease?.count ?? 0);
  const named = changes.flatMap((cause) => {
    const words = { count: counts[cause], said: CAUSE_WORDS[cause].toLowerCase() };
    if (cause !== 'release') return [words];
    return [
      { ...words, count: released },
      { count: counts.release - released, said: TAKEN_AFTER_VACANCY },
    ];
  });
  const told = named.filter(({ count }) => count > 0).map(({ count, said }) => `${count} ${said}`);
  const what = { text: total === 0 ? 'None' : formatCount(total), explain: COUNT };
  return {
    term: 'Handovers',
    sentences: told.length === 0 ? [what, '.'] : [what, `: ${told.join(', ')}.`],
    post: null,
  };
}

function takeover(
  term: string,
  explain: string,
  spread: Spread | null,
  theory: Theory['crash'] | null,
  whyNone: string | null = null,
): InsightLine | null {
  if (spread === null || spread.count === 0) return null;
  const { count, min, median, max } = spread;
  const measured =
    count === 1 ? tenths(median) : `${tenths(median)} in the middle, ${tenths(min)} to ${tenths(max)}`;
  const sentences: InsightPart[] = [
    'The next holder came after ',
    { text: measured, explain },
    count === 1 ? '' : ` (${count} times)`,
  ];
  const why = whyNone === null ? '.' : `; ${whyNone}.`;
  if (theory === null) return { term, sentences: [...sentences, why], post: null };
  const expected =
    theory.leastMs === 0
      ? `at most ${tenths(theory.mostMs)}`
      : `${tenths(theory.leastMs)} to ${tenths(theory.mostMs)}`;
  sentences.push('; in theory ', { text: expected, explain }, ', inferred.', verdict(spread, theory));
  return {
    term,
    sentences: sentences.filter((part) => part !== ''),
    post: {
      scaleMs: Math.min(Math.max(max, theory.mostMs) * SCALE_ROOM, theory.mostMs * SCALE_MOST),
      postMs: theory.mostMs,
      fromMs: theory.leastMs === 0 ? null : theory.leastMs,
      minMs: min,
      medianMs: median,
      maxMs: max,
      label: `${measured}; theory allows ${expected}`,
    },
  };
}

/** Room beyond the longest bar; what goes far past the post is cut there, so that what is usual can be seen. */
const SCALE_ROOM = 1.15;
const SCALE_MOST = 2.5;

/** A request's latency and the grain of a poll are no finding. */
const SLACK_MS = 1_000;

function verdict({ count, max }: Spread, { mostMs }: Theory['crash']): string {
  if (max <= mostMs + SLACK_MS) return '';
  const once = count === 1 ? 'It took' : 'The slowest took';
  return ` ${once} longer: no standby was ready, or standbys poll less often than the holder renews.`;
}

/** Tenths matter where theory is told in tenths: "16.7 s" of "15.0 s to 23.8 s". */
function tenths(ms: number): string {
  return ms < 100_000 ? `${(ms / 1_000).toFixed(1)} s` : formatDurationInWords(ms);
}

function headroom(
  insight: LeaseInsight,
  durationMs: number | null,
  changed: string | null,
): InsightLine | null {
  const { worstGapMs, renewalsFrom } = insight;
  const usualMs = usualGapMs(insight);
  if (durationMs === null) return null;
  if (worstGapMs === null)
    return renewalsFrom !== null && renewalsFrom >= insight.to
      ? { term: 'Headroom', sentences: ['Not known: no renewal of the range is kept any more.'], post: null }
      : null;
  const slowest = `the slowest renewal, which took ${formatDurationInWords(worstGapMs)}`;
  const usually = usualMs === null ? '.' : `; usually ${formatDurationInWords(usualMs)}.`;
  const leastMs = leastHeadroom(insight);
  if (changed !== null && leastMs === null) return null;
  const sentences: InsightPart[] =
    changed === null || leastMs === null
      ? [
          { text: formatHeadroomInWords(durationMs - worstGapMs), explain: HEADROOM },
          ` of ${formatLimit(durationMs)} left by ${slowest}${usually}`,
        ]
      : [
          { text: formatHeadroomInWords(leastMs), explain: LEAST_HEADROOM },
          ` left at the least, each renewal by the duration of its time, for ${changed}; ${slowest.replace(', which', '')}${usually}`,
        ];
  if (renewalsFrom !== null)
    sentences.push(
      ` Told of the last ${rangeLength({ from: renewalsFrom, to: insight.to })} of the range: no renewal of before is kept any more.`,
    );
  const trend = trendWords(insight, durationMs);
  if (trend !== null) sentences.push(` ${trend}`);
  return { term: 'Headroom', sentences, post: null };
}

function leastHeadroom({ headroomTrend }: LeaseInsight): number | null {
  const known = headroomTrend.map(({ headroomMs }) => headroomMs).filter((ms) => ms !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** What differs by less than this share of the duration is steady. */
const STEADY_SHARE = 0.1;
const TREND_NEEDS = 6;

/**
 * Null when there is too little to compare. The worst of each stretch: their medians over either half where these
 * differ, else what is usual against the end of the range, or against the stretch that stands out.
 */
export function trendWords(
  { headroomTrend }: Pick<LeaseInsight, 'headroomTrend'>,
  durationMs: number,
): string | null {
  const known = headroomTrend.map((stretch) => stretch.headroomMs).filter((ms) => ms !== null);
  if (known.length < TREND_NEEDS) return null;
  const least = Math.min(...known);
  const most = Math.max(...known);
  const steadyMs = STEADY_SHARE * durationMs;
  if (most - least <= steadyMs) return 'Steady over the range.';
  const half = Math.floor(known.length / 2);
  const before = middle(known.slice(0, half));
  const after = middle(known.slice(-half));
  if (Math.abs(after - before) > steadyMs)
    return `${after < before ? 'Shrinking' : 'Growing'}: ${formatHeadroomInWords(before)} in the first half of the range, ${formatHeadroomInWords(after)} in the second.`;
  const usual = middle(known);
  const last = known.at(-1) ?? usual;
  if (Math.abs(last - usual) > steadyMs)
    return `${last < usual ? 'Fallen' : 'Risen'}: ${formatHeadroomInWords(usual)} for most of the range, ${formatHeadroomInWords(last)} at its end.`;
  const worst = usual - least > steadyMs ? `, ${formatHeadroomInWords(least)} at the worst` : '';
  const best = most - usual > steadyMs ? `, ${formatHeadroomInWords(most)} at the best` : '';
  const apart =
    worst + best === ''
      ? `, ${formatHeadroomInWords(least)} to ${formatHeadroomInWords(most)}`
      : worst + best;
  return `Not steady: ${formatHeadroomInWords(usual)} for most of the range${apart}.`;
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
