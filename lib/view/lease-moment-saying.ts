/**
 * What a link to an instant says first: who held the Lease then, or nobody. In the past, and in ink: what was wrong then
 * is no alarm now. The present is said beside it.
 */
import { type Ending, emptyBetween, endingOf } from '../lease/ending.ts';
import type { Handover } from '../lease/handover.ts';
import type { TimeZone } from './format.ts';
import { endedWhen, holderBefore, isDeletedWhileHeld, isTakeoverSeen } from './lease-ending.ts';
import type { LeaseRow } from './lease-row.ts';
import { formatMoment } from './moment.ts';
import { identity, type Phrase, type Saying, text } from './saying.ts';
import type { TimeRange, UnwatchedSpan } from './time-axis.ts';

export type MomentInput = {
  /** Epoch ms, as all below. */
  at: number;
  /** The feed's last word while it is silent. */
  now: number;
  /** Of which day a moment is, is said to whoever reads it then. */
  present: number;
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
  const when = (moment: number): string => formatMoment(moment, input.present, input.zone);
  const then = `At ${when(at)}`;
  if (handovers === null) {
    const why =
      input.problem === null ? 'Reading who held this Lease' : 'Who held this Lease could not be read';
    const phrases = [text(`${then}: ${why.charAt(0).toLowerCase()}${why.slice(1)}.`)];
    // What is only being read is not called unknown.
    return unknown(phrases, input.problem === null ? [] : [input.problem]);
  }
  if (input.handoversFrom !== null && at < input.handoversFrom)
    return unknown(
      [text(`${then}: so many handovers followed that a shorter range has to show who held this Lease.`)],
      ['who held it, by what was read'],
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
      ['who held it then'],
    );
  if (blind !== undefined) {
    const last = holderBefore(blind.from, sorted);
    const who =
      last === undefined ? [] : [text(' Before that '), last === null ? text('nobody') : name(last)];
    return unknown(
      [
        text(`${then} nobody watched, from ${when(blind.from)} to ${when(blind.to)}.`),
        ...(who.length === 0 ? [] : [...who, text(' held this Lease.')]),
      ],
      ['who held it then'],
    );
  }
  const last = next ?? (before?.to === null ? before : null);
  const ending = last === null ? null : endingOf(last);
  const unseen = ending?.unseen ?? null;
  const empty = last === null ? null : emptyBetween(last);
  if (empty !== null && at >= empty.from && at < empty.to)
    return nobody([text(`${then} nobody held this Lease.`)], `from ${when(empty.from)} to ${when(empty.to)}`);
  if (last !== null && unseen !== null && at >= unseen.from && at < unseen.to)
    return unknown(
      [text(`${then} it is not known who held this Lease: ${unseenWords(last, unseen, when)}.`)],
      ['who held it then'],
    );
  if (last !== null && ending !== null && at >= ending.heldUntil)
    return vacant(last, ending, { at, then, when, name });
  const began = row.heldSince !== null && row.heldSince <= at ? row.heldSince : null;
  const present = next === null && !input.gone && (before !== null || began !== null) ? row.holder : null;
  const holder = before?.to ?? next?.from ?? present;
  if (holder === null)
    return next === null
      ? unknown([text(`${then} it is not known who held this Lease.`)], ['who held it then'])
      : nobody(
          [text(`${then} nobody held this Lease.`)],
          before === null ? null : `from ${when(before.at)} on`,
        );
  const past = input.expired.find((span) => at >= span.from && at < span.to);
  if (past !== undefined) {
    const ends = Math.min(range.to, ending?.heldUntil ?? now);
    return expired(
      [
        text(`${then} this Lease had expired, but was still held by `),
        name(holder),
        text(past.to < ends ? `, until it was renewed at ${when(past.to)}.` : '.'),
      ],
      when(past.from),
    );
  }
  const since = before?.at ?? began;
  const latest = before === null || isTakeoverSeen(before) ? '' : ' at the latest';
  const sure = unseen !== null && unseen.from === ending?.heldUntil ? howSure(unseen) : '';
  const ends = ending === null ? '' : `${since === null ? '' : ','} until ${when(ending.heldUntil)}${sure}`;
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

type Unseen = NonNullable<Ending['unseen']>;

/** Until its beginning a tenure is known. */
function howSure({ from, to, watched }: Unseen): string {
  if (watched === 'no') return ', when watching stopped';
  return from < to ? ' at least' : ' at the latest';
}

function unseenWords(handover: Handover, unseen: Unseen, when: (moment: number) => string): string {
  const [from, to] = [when(unseen.from), when(unseen.to)];
  if (unseen.watched !== 'yes') return notSeen(unseen, when);
  if (handover.cause === 'unseen') return `from ${from} to ${to} it changed hands more often than was seen`;
  return `it was ${isDeletedWhileHeld(handover) ? 'deleted' : 'let go'} between ${from} and ${to}`;
}

function notSeen({ from, to, watched }: Unseen, when: (moment: number) => string): string {
  return watched === 'partly'
    ? `not all of ${when(from)} to ${when(to)} was seen`
    : `${when(from)} to ${when(to)} were not seen`;
}

type Telling = {
  at: number;
  then: string;
  when: (moment: number) => string;
  name: (holder: string) => Phrase;
};

/** Between a tenure and the next: past its duration, or held by nobody. */
function vacant(handover: Handover, { heldUntil, unseen, endedAt }: Ending, telling: Telling): Saying {
  const { at, then, when, name } = telling;
  const again = unseen !== null && at >= unseen.to ? unseen : null;
  // Where unseen time follows, nobody saw when it was taken.
  const takenBy = unseen === null || again !== null ? handover.to : null;
  const taken =
    takenBy === null
      ? [text('.')]
      : [text(', until '), name(takenBy), text(` took it at ${when(handover.at)}.`)];
  if (handover.cause === 'expiry' && handover.from !== null)
    return expired(
      [text(`${then} this Lease had expired, but was still held by `), name(handover.from), ...taken],
      when(heldUntil),
    );
  const since = again?.to ?? heldUntil;
  const until = again === null && unseen !== null ? unseen.from : takenBy === null ? null : handover.at;
  const untilWords = until === null ? 'on' : `to ${when(until)}`;
  return {
    ...nobody(
      [
        text(`${then} nobody held this Lease`),
        ...taken,
        ...endedPhrases(handover, { endedAt, again }, telling),
      ],
      `from ${when(since)} ${untilWords}`,
    ),
    notKnown: isDeletedWhileHeld(handover) ? [ACTING] : [],
  };
}

/** `again`: what was not seen between the end of the tenure and the vacancy. */
function endedPhrases(
  handover: Handover,
  { endedAt, again }: Pick<Ending, 'endedAt'> & { again: Ending['unseen'] },
  { when, name }: Telling,
): Phrase[] {
  if (handover.from === null) return [];
  const holder = name(handover.from);
  const ended = endedWhen(handover, when);
  const rest = again !== null && endedAt !== null ? `; ${notSeen(again, when)}.` : '.';
  if (!isDeletedWhileHeld(handover)) return [text(' '), holder, text(` had let it go ${ended}${rest}`)];
  return again === null || again.watched === 'yes' || endedAt !== null
    ? [text(` It had been deleted ${ended}, while `), holder, text(` held it${rest}`)]
    : [text(` It had been deleted ${ended}; before that `), holder, text(' held it.')];
}

function expired(phrases: Phrase[], since: string): Saying {
  return {
    tone: 'expired',
    word: 'was expired',
    phrases,
    certain: [`past its duration since ${since}`],
    likely: [],
    notKnown: [ACTING],
  };
}

function nobody(phrases: Phrase[], when: string | null): Saying {
  const certain = when === null ? [] : [`nobody held it ${when}`];
  return { tone: 'vacant', word: 'was vacant', phrases, certain, likely: [], notKnown: [] };
}

function unknown(phrases: Phrase[], notKnown: string[]): Saying {
  return { tone: 'unknown', word: 'not known', phrases, certain: [], likely: [], notKnown };
}
