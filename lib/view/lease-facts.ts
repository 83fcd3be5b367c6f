/**
 * The facts of a Lease beside its page. Each term that can surprise carries its definition. Claims of the
 * holder are given word for word and called claims; what is inferred says so.
 */
import { annotationFacts } from './annotation-facts.ts';
import { CLASS_WORDS } from './class-words.ts';
import {
  countOf,
  formatDurationInWords,
  formatHeadroomInWords,
  formatLimit,
  type TimeZone,
} from './format.ts';
import type { LeaseDetail, NodeFacts, PodFacts } from './lease-detail.ts';
import type { ClockOffset, LeaseRow } from './lease-row.ts';
import { formatMoment } from './moment.ts';

export type Fact = {
  term: string;
  /** The definition behind a dotted underline; none when the term says it all. */
  explain?: string;
  value: string;
  note?: string;
  /** An identity: set in the monospaced face, copied whole by a click. */
  copy?: string;
  tone?: 'late';
  /** The value is an age, which counts from here; epoch ms. */
  since?: number;
};

/** What was read of the holder, and of who held it before. */
export type WhoHolds = Pick<LeaseDetail, 'pod' | 'node' | 'podGone' | 'formerRunning'>;
export const NOBODY_READ: WhoHolds = { pod: null, node: null, podGone: null, formerRunning: null };

export type FactsInput = {
  row: LeaseRow;
  who: WhoHolds;
  /** Null without any, and while not read. */
  annotations: LeaseDetail['annotations'];
  /** Moving ages stop at `now`, which is the last word of the feed when it is not live. */
  now: number;
  zone: TimeZone;
  /** Changes of holder counted, and over what ("3 counted in 6 h"); null while not read. */
  counted: string | null;
};

export function leaseFacts(input: FactsInput): Fact[] {
  const { annotations, row, now, zone } = input;
  return [
    ...holderFacts(input),
    ...timingFacts(input),
    ...recordFacts(input),
    ...annotationFacts(annotations, row, now, zone),
  ];
}

function holderFacts({ row, who, now, zone }: FactsInput): Fact[] {
  const holder: Fact =
    row.holder === null
      ? {
          term: 'Holder',
          value: 'nobody',
          ...(row.previousHolder === null ? {} : { note: `before: ${row.previousHolder}` }),
        }
      : { term: 'Holder', value: row.holder, copy: row.holder };
  const facts = [holder];
  const { pod, podGone } = who;
  const ref = row.holderRef;
  // With nobody holding it, what was looked up is the former holder's.
  const former = row.holder === null ? 'Former ' : '';
  const podName = pod?.name ?? (ref?.kind === 'Pod' ? ref.name : null);
  if (podName !== null) {
    facts.push({
      term: `${former}Pod`,
      value: podName,
      copy: podName,
      ...(pod === null ? {} : { note: podNote(pod) }),
    });
  } else if (podGone !== null) {
    facts.push({
      term: `${former}Pod`,
      explain:
        'Tenure found this very identity in this Pod before; now the API server says that there is no such Pod. Whether a process still runs on a node that cannot be reached, it does not know.',
      value: podGone.name,
      copy: podGone.name,
      note: `gone; last seen at ${formatMoment(podGone.seenAt, now, zone)}`,
      tone: 'late',
    });
  }
  if (pod?.owner != null)
    facts.push({ term: 'Owner', value: `${pod.owner.kind} ${pod.owner.name}`, copy: pod.owner.name });
  const node = pod?.node ?? (ref?.kind === 'Node' ? ref.name : ref?.node) ?? podGone?.node ?? null;
  if (node !== null) {
    const note = who.node?.name === node ? nodeNote(who.node) : null;
    facts.push({
      term: former === '' ? 'Node' : 'Former node',
      value: node,
      copy: node,
      ...(note === null ? {} : { note }),
    });
  }
  if (row.holder !== null && row.heldSince !== null && row.elects) {
    const least = row.heldSinceCertain ? '' : 'at least ';
    facts.push({
      term: 'Tenure',
      explain: row.heldSinceCertain
        ? 'How long this holder has held the Lease without a break.'
        : 'How long this holder has held the Lease, as far back as it was watched or the Lease itself can tell.',
      value: `${least}${formatDurationInWords(now - row.heldSince)}`,
      note: `since ${formatMoment(row.heldSince, now, zone)}`,
      since: row.heldSince,
    });
  }
  if (who.formerRunning !== null) facts.push(formerFact(who.formerRunning, now, zone));
  return facts;
}

/** For information: whether it still acts, nobody can see from outside (field guide §10). */
function formerFact(former: NonNullable<WhoHolds['formerRunning']>, now: number, zone: TimeZone): Fact {
  return {
    term: 'Former holder',
    explain:
      'The Lease was taken from it without its doing, and its containers have run since before that without a restart. Most electors end by themselves when they lose the Lease; whether it still acts, a Lease does not show.',
    value: former.pod,
    copy: former.pod,
    note: `still runs${former.node === null ? '' : ` on ${former.node}`}, replaced at ${formatMoment(former.replacedAt, now, zone)}`,
  };
}

function nodeNote({ ready, unschedulable }: NodeFacts): string | null {
  const state = ready === null ? 'does not report' : ready ? null : 'not ready';
  const words = [state, unschedulable ? 'cordoned' : null].filter((word) => word !== null);
  return words.length === 0 ? null : words.join(', ');
}

function podNote(pod: PodFacts): string {
  const over = pod.phase === null || pod.phase === 'Running' ? null : pod.phase.toLowerCase();
  const ready = over ?? (pod.ready === null ? 'state not known' : pod.ready ? 'ready' : 'not ready');
  return pod.restarts > 0 ? `${ready}, ${countOf(pod.restarts, 'restart')}` : ready;
}

function timingFacts({ row }: FactsInput): Fact[] {
  const gaps = row.renewGapMs;
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
      explain: '99 of 100 renewals came sooner than this after the one before.',
      value: formatDurationInWords(gaps.p99),
      note: `p99; slowest ${formatDurationInWords(gaps.max)}`,
    });
  }
  if (row.elects && row.durationMs !== null && gaps !== null) {
    facts.push({
      term: 'Crash takeover',
      explain:
        'After a crash a standby waits out the duration (L) and may need up to 4.4 retry periods (P) more: L to L + 4.4 P after the last renewal. P is inferred.',
      value: `${formatLimit(row.durationMs)} to ${((row.durationMs + 4.4 * gaps.median) / 1000).toFixed(1)} s`,
      note: 'after the last renewal',
    });
  }
  if (row.elects) {
    facts.push({
      term: 'Headroom',
      explain: 'The allowed duration minus the slowest gap between renewals: how much slower it may get.',
      value: row.headroomMs === null ? 'not known yet' : formatHeadroomInWords(row.headroomMs),
      ...(row.headroomMs === null ? { note: 'needs 5 gaps' } : {}),
      ...(row.headroomMs !== null && row.headroomMs < 0 ? { tone: 'late' as const } : {}),
    });
  }
  return row.holder === null ? facts : [...facts, clockFact(row.clockOffsetMs)];
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
/** A clock is warned of at 1 s (design, "Words"). */
const CLOCK_LATE_MS = 1_000;

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
      offset.lower > offset.upper
        ? STEPPED_NOTE
        : `${countOf(offset.samples, 'renewal')}, latency allowance ${formatOffset(offset.latencyAllowanceMs)}`,
    ...(off ? { tone: 'late' as const } : {}),
  };
}

const STEPPED_NOTE =
  'in the last 10 min, as its renewals contradict each other; or API servers disagree by as much';

/**
 * Of renewals that no one offset explains: by how much their bounds contradict each other. Whether a clock stepped or
 * API servers disagree, one Lease cannot tell (field guide §8).
 */
export function steppedWords(byMs: number): string {
  return `stepped by at least ${formatOffset(byMs)}`;
}

/** What the interval lets one say; `off`: certainly wrong by a second or more. */
export function clockWords({ lower, upper }: Pick<ClockOffset, 'lower' | 'upper'>): {
  value: string;
  off: boolean;
} {
  if (lower > upper) return { value: steppedWords(lower - upper), off: false };
  if (lower >= CLOCK_LATE_MS) return { value: `at least ${formatOffset(lower)} ahead`, off: true };
  if (upper <= -CLOCK_LATE_MS) return { value: `at least ${formatOffset(-upper)} behind`, off: true };
  return { value: `${signedOffset(lower)} to ${signedOffset(upper)}`, off: false };
}

/** "40 ms", "1.25 s": finer than durations, as clocks are read to tens of milliseconds. */
export function formatOffset(ms: number): string {
  if (Math.abs(ms) < 1_000) return `${Math.round(ms)} ms`;
  return `${(ms / 1_000).toFixed(Math.abs(ms) < 10_000 ? 2 : 1)} s`;
}

export function signedOffset(ms: number): string {
  const rounded = Math.round(ms);
  if (rounded === 0) return '0 ms';
  return `${rounded < 0 ? '−' : '+'}${formatOffset(Math.abs(ms))}`;
}

function recordFacts({ row, counted, annotations }: FactsInput): Fact[] {
  const facts: Fact[] = [];
  if (row.elects) {
    facts.push({
      term: 'Transitions',
      explain:
        'leaseTransitions is a counter that clients keep, may reset, and some do not keep at all; the handovers counted here are changes of holder that were seen.',
      value: row.transitions === null ? 'not in the Lease' : `${row.transitions} in the Lease`,
      ...(counted === null ? {} : { note: counted }),
    });
    facts.push(claim('Acquired', 'acquireTime', row.acquireTime));
  }
  facts.push(
    claim('Renewed', 'renewTime', row.renewTime),
    {
      term: 'Server’s stamp',
      explain:
        'When the API server says it wrote the latest renewal (managedFields), by its own clock, cut to the second.',
      value: row.serverTime ?? 'none',
    },
    {
      term: 'Class',
      value: CLASS_WORDS[row.class],
      ...(annotations?.class === row.class ? { note: 'annotated' } : {}),
    },
  );
  return facts;
}

function claim(term: string, field: string, value: string | null): Fact {
  return {
    term,
    explain: `${field}, word for word: what the holder’s own clock said. No age is computed from it.`,
    value: value ?? 'not in the Lease',
    ...(value === null ? {} : { note: 'claimed' }),
  };
}
