/** The state of a Lease that elects nobody: a node's, a component's or an API server's sign of life (§4, §5). */
import { formatDurationInWords, formatLimit } from './format.ts';
import type { LeaseRow } from './lease-row.ts';
import { formatMoment } from './moment.ts';
import { holderName, identity, lead, type Phrase, type Saying, type SayingInput, text } from './saying.ts';

type Words = { who: Phrase[]; sent: string; sign: string; silent: string };

export function heartbeatSentence({ row, state, now, zone }: SayingInput): Saying {
  const { who, sent, sign, silent } = wordsOf(row);
  const age = row.lastRenewalAt === null ? null : now - row.lastRenewalAt;
  const since =
    row.lastRenewalAt === null ? [] : [`no ${sign} since ${formatMoment(row.lastRenewalAt, now, zone)}`];
  const usual =
    row.renewGapMs === null ? '' : `, usually every ${formatDurationInWords(row.renewGapMs.median)}`;
  const limit = row.expiresAfterMs;
  if (row.holder === null) {
    return {
      tone: 'vacant',
      word: 'vacant',
      phrases: [lead('This heartbeat names nobody.'), text(' Its Lease has no holder.')],
      certain: ['what the Lease says'],
      likely: [],
      notKnown: ['whose sign of life this was'],
    };
  }
  if (age === null || state === 'unknown' || state === 'vacant') {
    return {
      tone: 'unknown',
      word: 'not known',
      phrases: [...who, text(` has not been seen to send a ${sign} yet; its age is not known.`)],
      certain: ['what the Lease says'],
      likely: [],
      notKnown: ['whether it is alive; the next renewal tells'],
    };
  }
  if (state === 'held') {
    const about = row.ageCertain ? '' : 'about ';
    return {
      tone: 'held',
      word: 'held',
      phrases: [...who, text(` ${sent} ${about}${formatDurationInWords(age)} ago${usual}.`)],
      certain:
        row.ageCertain && row.lastRenewalAt !== null
          ? [`seen to renew at ${formatMoment(row.lastRenewalAt, now, zone)}`]
          : [],
      likely: row.ageCertain ? [] : ['the age, by the API server’s stamp; it has not been seen to renew yet'],
      notKnown: ['whether it does its work; a Lease shows only that it can write to the API server'],
    };
  }
  const expired = state === 'expired';
  const remaining =
    expired || limit === null
      ? ''
      : age > limit
        ? ' Whether it came meanwhile is being checked.'
        : ` It expires in ${formatDurationInWords(limit - age)}.`;
  const allowed = expired && limit !== null ? `; ${formatLimit(limit)} are allowed` : '';
  return {
    tone: expired ? 'expired' : 'late',
    word: expired ? 'expired' : 'late',
    phrases: [
      ...(expired ? [lead('Silent. ')] : []),
      ...who,
      ...(expired ? [] : [lead(' is late:')]),
      text(
        `${expired ? ' has sent' : ''} no ${sign} for ${formatDurationInWords(age)}${usual}${allowed}.${remaining}`,
      ),
    ],
    certain: since,
    likely: [],
    notKnown: [silent],
  };
}

function wordsOf(row: LeaseRow): Words {
  switch (row.class) {
    case 'node-heartbeat':
      return {
        who: [text('Node '), identity(row.name)],
        sent: 'sent its last heartbeat',
        sign: 'heartbeat',
        silent: 'whether the node, its kubelet or its network is silent; a node that reboots is silent too',
      };
    case 'apiserver':
      return {
        who: [text('API server '), identity(holderName(row))],
        sent: 'renewed its identity',
        sign: 'renewal of its identity',
        silent: 'whether it has stopped; before Kubernetes 1.35 a restart leaves its old Lease behind',
      };
    default:
      return {
        who: [identity(holderName(row))],
        sent: 'sent its last heartbeat',
        sign: 'heartbeat',
        silent: 'whether it has stopped, hangs, or cannot reach the API server',
      };
  }
}
