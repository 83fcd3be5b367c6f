/**
 * What a Lease page says first: one sentence of the state, then what of it is certain, what is likely, and what
 * nobody can know from a Lease. Source of the conclusions: field guide §10; of the words: design, "Words".
 */
import { releasedForMs } from '../lease/takeover.ts';
import { stripIdentity } from './board-holder.ts';
import { formatDurationInWords, formatLimit } from './format.ts';
import { heartbeatSentence } from './heartbeat-sentences.ts';
import type { LeaseRow } from './lease-row.ts';
import { formatMoment } from './moment.ts';
import { holderName, identity, lead, type Saying, type SayingInput, text } from './saying.ts';

export function stateSentence(input: SayingInput): Saying {
  const { row, state, gone, stale } = input;
  if (gone !== null) return goneSentence(input, gone.at);
  if (stale !== null) return staleSentence(input, stale);
  if (!row.elects) return heartbeatSentence(input);
  switch (state) {
    case 'held':
      return heldSentence(input);
    case 'late':
      return lateSentence(input);
    case 'expired':
      return expiredSentence(input);
    case 'vacant':
      return vacantSentence(input);
    case 'unknown':
      return firstSight(input);
  }
}

const ACTS = 'whether it does its work; a Lease shows who holds the lock, not who acts';

function heldSentence({ row, now, zone }: SayingInput): Saying {
  const age = row.lastRenewalAt === null ? null : now - row.lastRenewalAt;
  const tenure =
    row.heldSince === null
      ? ' holds this Lease'
      : ` has held this Lease for ${row.heldSinceCertain ? '' : 'at least '}${formatDurationInWords(now - row.heldSince)}`;
  const renewed =
    age === null
      ? '.'
      : ` and renewed it ${row.ageCertain ? '' : 'about '}${formatDurationInWords(age)} ago.`;
  return {
    tone: 'held',
    word: 'held',
    phrases: [identity(holderName(row)), text(tenure + renewed)],
    certain: [
      ...(row.ageCertain && row.lastRenewalAt !== null
        ? [`seen to renew at ${formatMoment(row.lastRenewalAt, now, zone)}`]
        : []),
    ],
    likely: row.ageCertain ? [] : ['the age, by the API server’s stamp; it has not been seen to renew yet'],
    // client-go reads a missing duration as 0 and takes such a Lease at once; other electors wait.
    notKnown: [
      ACTS,
      ...(row.expiresAfterMs === null ? ['when it expires; the Lease names no duration'] : []),
    ],
  };
}

function lateSentence({ row, now, zone }: SayingInput): Saying {
  const age = row.lastRenewalAt === null ? 0 : now - row.lastRenewalAt;
  const usual = row.renewGapMs === null ? '' : `, usually ${formatDurationInWords(row.renewGapMs.median)}`;
  const expiry = expiresAt(row);
  const overdue = expiry !== null && now > expiry;
  const end =
    expiry === null
      ? 'It names no duration.'
      : overdue
        ? `The ${formatLimit(row.expiresAfterMs ?? 0)} allowed are over; whether it was renewed meanwhile is being checked.`
        : `It expires in ${formatDurationInWords(expiry - now)}.`;
  return {
    tone: 'late',
    word: 'late',
    phrases: [
      identity(holderName(row)),
      lead(' is late: '),
      text(`${formatDurationInWords(age)} since the last renewal${usual}. ${end}`),
    ],
    certain:
      row.lastRenewalAt === null ? [] : [`no renewal since ${formatMoment(row.lastRenewalAt, now, zone)}`],
    likely: [],
    notKnown: ['why: a slow holder, a slow API server and a lost connection look alike'],
  };
}

function expiredSentence({ row, now, zone }: SayingInput): Saying {
  const age = row.lastRenewalAt === null ? 0 : now - row.lastRenewalAt;
  const allowed = row.expiresAfterMs === null ? '' : `; the Lease allows ${formatLimit(row.expiresAfterMs)}`;
  const due = row.takeoverDueAt;
  return {
    tone: 'expired',
    word: 'expired',
    phrases: [
      lead('Expired, but still held. '),
      identity(holderName(row)),
      text(` has not renewed for ${formatDurationInWords(age)}${allowed}. Nobody has taken over.`),
    ],
    certain:
      row.lastRenewalAt === null ? [] : [`no renewal since ${formatMoment(row.lastRenewalAt, now, zone)}`],
    likely:
      due === null
        ? []
        : now > due
          ? [`no standby works, for one was due by ${formatMoment(due, now, zone)}`]
          : [`a standby takes over by ${formatMoment(due, now, zone)}, if one works`],
    notKnown: ['whether its process has ended or still acts'],
  };
}

function vacantSentence({ row, now, zone }: SayingInput): Saying {
  const due = row.takeoverDueAt;
  const overdue = due === null || now > due;
  const since = row.stateSince;
  const usual =
    row.renewGapMs === null
      ? ''
      : `; a standby usually follows within ${formatLimit(releasedForMs(row.renewGapMs.median))}`;
  if (since === null) {
    return {
      tone: 'vacant',
      word: 'vacant',
      phrases: [
        lead('Nobody holds this Lease.'),
        text(' It was so when watching began; since when is not known.'),
      ],
      certain: ['nobody holds it'],
      likely: [],
      notKnown: [MEANT],
    };
  }
  if (!overdue) {
    const who = row.previousHolder;
    return {
      tone: 'released',
      word: 'released',
      phrases: [
        ...(who === null ? [text('Released')] : [identity(stripIdentity(who)), text(' released this Lease')]),
        text(` ${formatDurationInWords(now - since)} ago${usual}.`),
      ],
      certain: ['it was released, not lost'],
      likely: [`a standby takes over by ${formatMoment(due, now, zone)}`],
      notKnown: ['whether its process shuts down; a holder that fails to renew releases too'],
    };
  }
  const released =
    row.previousHolder === null ? '' : ` It was released at ${formatMoment(since, now, zone)}${usual}.`;
  return {
    tone: 'vacant',
    word: 'vacant',
    phrases: [lead(`Nobody has held this Lease for ${formatDurationInWords(now - since)}.`), text(released)],
    certain: [`nobody has held it since ${formatMoment(since, now, zone)}`],
    likely: due === null ? [] : [`no standby works, for one was due by ${formatMoment(due, now, zone)}`],
    notKnown: [MEANT],
  };
}

const MEANT =
  'whether this is meant (scaled to zero), an outage, or a standby without the right to update the Lease';

function firstSight({ row }: SayingInput): Saying {
  return {
    tone: 'unknown',
    word: 'not known',
    phrases: [
      text('Held by '),
      identity(holderName(row)),
      text('. Not yet seen to renew; its age is not known.'),
    ],
    certain: ['what the Lease says'],
    likely: [],
    notKnown: ['whether the holder is alive; the next renewal tells'],
  };
}

/**
 * The banner above the page says who is silent since when; this says what the Lease was by then. Its ages
 * stand still.
 */
function staleSentence(
  { row, was, now, zone }: SayingInput,
  { since, silent }: NonNullable<SayingInput['stale']>,
): Saying {
  const age =
    row.lastRenewalAt === null || row.lastRenewalAt > since
      ? null
      : formatDurationInWords(since - row.lastRenewalAt);
  const past =
    was === 'expired'
      ? ' held this Lease, but it had expired'
      : row.elects
        ? ' held this Lease'
        : ' was seen';
  const renewed = age === null ? '.' : `; its last renewal was ${age} old.`;
  return {
    tone: 'unknown',
    word: 'not known',
    phrases: [
      text(`As of ${formatMoment(since, now, zone)}, `),
      ...(row.holder === null
        ? [text('nobody held this Lease.')]
        : [identity(holderName(row)), text(past + renewed)]),
    ],
    certain: [`nothing learnt from ${silent} for ${formatDurationInWords(now - since)}`],
    likely: [],
    notKnown: ['anything that happened to this Lease since'],
  };
}

function goneSentence({ row, now, zone }: SayingInput, at: number | null): Saying {
  const when = at === null ? 'while this page was open' : `at ${formatMoment(at, now, zone)}`;
  const held =
    row.holder === null
      ? [text(' Nobody held it then.')]
      : [identity(` ${holderName(row)}`), text(' held it then.')];
  return {
    tone: 'unknown',
    word: 'deleted',
    phrases: [lead(`This Lease was deleted ${when}.`), ...held],
    certain: ['it no longer exists; everything below is what was last known'],
    likely:
      row.class === 'apiserver'
        ? ['an API server that restarts or stops, which deletes its Lease and creates it again']
        : [],
    notKnown:
      row.elects && row.holder !== null
        ? ['whether the former holder still acts: it may until its renew deadline is over']
        : [],
  };
}

function expiresAt(row: LeaseRow): number | null {
  return row.lastRenewalAt === null || row.expiresAfterMs === null
    ? null
    : row.lastRenewalAt + row.expiresAfterMs;
}
