/**
 * What a link to an instant says first: who held the Lease then, or nobody. In the past, and in ink: what was wrong then
 * is no alarm now. The present is said beside it.
 */
import type { Evidence, Handover } from '../lease/handover.ts';
import type { TimeZone } from './format.ts';
import type { LeaseRow } from './lease-row.ts';
import { formatMoment } from './moment.ts';
import { identity, type Phrase, type Saying, text } from './saying.ts';
import type { TimeRange, UnwatchedSpan } from './time-axis.ts';

export type MomentInput = {
  /** Epoch ms, as all below. */
  at: number;
  now: number;
  zone: TimeZone;
  /** What was read reaches this far. */
  range: TimeRange;
  row: LeaseRow;
  gone: boolean;
  /** Of the range, the one before it and, of a range that is past, the one after; null while they are not read. */
  handovers: readonly Handover[] | null;
  /** Handovers before this are not among them; null when all are. */
  handoversFrom: number | null;
  /** Why they could not be read. */
  problem: string | null;
  unwatched: readonly UnwatchedSpan[];
  /** When its holders stood in it past its duration. */
  expired: readonly TimeRange[];
  nameOf: (holder: string) => string;
};

/** So near to the present it is the present. */
const PRESENT_MS = 5_000;
const ACTING = 'whether its process had ended or still acted';
const ACTED = 'whether it did its work; a Lease shows who held the lock, not who acted';

/** Null for the present, the future and what lies outside of what is shown. */
export function momentSaying(input: MomentInput): Saying | null {
  const { at, now, range, handovers } = input;
  if (at > now - PRESENT_MS || at < range.from || at > range.to) return null;
  const when = (moment: number): string => formatMoment(moment, now, input.zone);
  const then = `At ${when(at)}`;
  if (handovers === null) {
    const why =
      input.problem === null ? 'Reading who held this Lease' : 'Who held this Lease could not be read';
    return unknown(
      [text(`${then}: ${why.charAt(0).toLowerCase()}${why.slice(1)}.`)],
      input.problem ?? 'who held it',
    );
  }
  if (input.handoversFrom !== null && at < input.handoversFrom)
    return unknown(
      [text(`${then}: so many handovers followed that a shorter range has to show who held this Lease.`)],
      'who held it, by what was read',
    );
  return saidBy(handovers, input, then, when);
}

function saidBy(
  handovers: readonly Handover[],
  input: MomentInput,
  then: string,
  when: (moment: number) => string,
): Saying {
  const { at, row, range, now } = input;
  const name = (holder: string): Phrase => identity(input.nameOf(holder));
  const sorted = [...handovers].sort((a, b) => a.at - b.at);
  const before = sorted.findLast((one) => one.at <= at) ?? null;
  const next = sorted.find((one) => one.at > at) ?? null;
  const blind = input.unwatched.find((span) => at >= span.from && at < span.to);
  if (blind?.type === 'before-start')
    return unknown(
      [text(`${then}: of this Lease nothing is kept before ${when(blind.to)}.`)],
      'who held it then',
    );
  if (blind !== undefined) {
    const last = before?.to ?? next?.from ?? null;
    const known = last === null ? [] : [text(' Before that '), name(last), text(' held this Lease.')];
    return unknown(
      [text(`${then} nobody watched, from ${when(blind.from)} to ${when(blind.to)}.`), ...known],
      'who held it then',
    );
  }
  const stopped = next?.cause === 'unseen' ? known(next.evidence.unwatchedFrom) : null;
  if (next !== null && stopped !== null && at >= stopped)
    return unknown(
      [
        text(
          `${then} it is not known who held this Lease: ${when(stopped)} to ${when(next.at)} were not seen.`,
        ),
      ],
      'who held it then',
    );
  const endedAt = next === null ? null : endOfTenure(next);
  if (next !== null && endedAt !== null && at >= endedAt) {
    // When it was taken nobody saw.
    const taken =
      next.to === null || stopped !== null
        ? []
        : [text(` until `), name(next.to), text(` took it at ${when(next.at)}.`)];
    if (next.cause === 'expiry' && next.from !== null)
      return {
        tone: 'expired',
        word: 'was expired',
        phrases: [
          text(`${then} this Lease had expired, but was still held`),
          text(' by '),
          name(next.from),
          ...(taken.length === 0 ? [text('.')] : [text(','), ...taken]),
        ],
        certain: [`past its duration since ${when(endedAt)}`],
        likely: [],
        notKnown: [ACTING],
      };
    return nobody(then, endedAt, next.from, taken, when, name);
  }
  if (next === null && before !== null && before.to === null)
    return nobody(then, before.at, before.from, [], when, name, before.evidence.endedAt === null);
  const began = row.heldSince !== null && row.heldSince <= at ? row.heldSince : null;
  const present = next === null && !input.gone && (before !== null || began !== null) ? row.holder : null;
  const holder = before?.to ?? next?.from ?? present;
  if (holder === null)
    return next === null
      ? unknown([text(`${then} it is not known who held this Lease.`)], 'who held it then')
      : nobody(then, before?.at ?? null, null, [], when, name);
  const past = input.expired.find((span) => at >= span.from && at < span.to);
  if (past !== undefined)
    return {
      tone: 'expired',
      word: 'was expired',
      phrases: [
        text(`${then} this Lease had expired, but was still held by `),
        name(holder),
        text(
          past.to < Math.min(range.to, endedAt ?? now) ? `, until it was renewed at ${when(past.to)}.` : '.',
        ),
      ],
      certain: [`past its duration since ${when(past.from)}`],
      likely: [],
      notKnown: [ACTING],
    };
  const since = before?.at ?? began;
  // The other had taken it before anybody saw.
  const latest = before?.cause === 'unseen' ? ' at the latest' : '';
  const last = endedAt !== null && endedAt === stopped ? ', when watching stopped' : '';
  const ends = next === null ? '' : `${since === null ? '' : ','} until ${when(endedAt ?? next.at)}${last}`;
  return {
    tone: 'held',
    word: 'was held',
    phrases: [
      text(`${then} `),
      name(holder),
      text(' held this Lease'),
      text(`${since === null ? '' : `, since ${when(since)}${latest}`}${ends}.`),
    ],
    certain: [],
    likely: [],
    notKnown: [ACTED],
  };
}

/** When its holder is last known to have held it, for sure: none is said to hold through what nobody watched. */
function endOfTenure({ at, cause, vacantMs, evidence }: Handover): number {
  const unseen = cause === 'unseen' ? (known(evidence.endedAt) ?? known(evidence.unwatchedFrom)) : null;
  return unseen ?? at - (vacantMs ?? 0);
}

function known(value: Evidence[string] | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function nobody(
  then: string,
  since: number | null,
  from: string | null,
  taken: Phrase[],
  when: (moment: number) => string,
  name: (holder: string) => Phrase,
  /** It was let go before anybody saw. */
  unseen = false,
): Saying {
  const released =
    since === null || from === null
      ? []
      : [text(' '), name(from), text(` had let it go ${unseen ? 'by' : 'at'} ${when(since)}.`)];
  return {
    tone: 'vacant',
    word: 'was vacant',
    phrases: [
      text(`${then} nobody held this Lease`),
      ...(taken.length === 0 ? [text('.')] : [text(','), ...taken]),
      ...released,
    ],
    certain: since === null ? [] : [`nobody held it from ${when(since)} on`],
    likely: [],
    notKnown: [],
  };
}

function unknown(phrases: Phrase[], what: string): Saying {
  return { tone: 'unknown', word: 'not known', phrases, certain: [], likely: [], notKnown: [what] };
}
