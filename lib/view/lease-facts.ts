/**
 * The facts of a Lease beside its page. Each term that can surprise carries its definition. Claims of the
 * holder are given word for word and called claims; what is inferred says so.
 */

import { annotationFacts } from './annotation-facts.ts';
import { CLASS_WORDS } from './class-words.ts';
import { countOf, formatDurationInWords, type TimeZone } from './format.ts';
import type { LeaseDetail, NodeFacts, PodFacts } from './lease-detail.ts';
import type { LeaseRow } from './lease-row.ts';
import { formatMoment } from './moment.ts';
import { timingFacts } from './timing-facts.ts';

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
  /** Of which day a moment is, is said to whoever reads it then. */
  present: number;
  zone: TimeZone;
  /** Since when this run of Tenure has watched, epoch ms; null while not known. */
  observedSince: number | null;
  /** By `countedWords`. */
  counted: string | null;
  /** Of the chart, whose range may be of before this run; null while not known, ms. */
  chartHeadroomMs: number | null;
};

export function leaseFacts(input: FactsInput): Fact[] {
  const { annotations, row, present, zone } = input;
  return [
    ...holderFacts(input),
    ...timingFacts(input),
    ...recordFacts(input),
    ...annotationFacts(annotations, row, present, zone),
  ];
}

function holderFacts({ row, who, now, present, zone }: FactsInput): Fact[] {
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
      note: `gone; last seen at ${formatMoment(podGone.seenAt, present, zone)}`,
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
      note: `since ${formatMoment(row.heldSince, present, zone)}`,
      since: row.heldSince,
    });
  }
  if (who.formerRunning !== null) facts.push(formerFact(who.formerRunning, present, zone));
  return facts;
}

/** For information: whether it still acts, nobody can see from outside (field guide §10). */
function formerFact(former: NonNullable<WhoHolds['formerRunning']>, present: number, zone: TimeZone): Fact {
  return {
    term: 'Former holder',
    explain:
      'The Lease was taken from it without its doing, and its containers have run since before that without a restart. Most electors end by themselves when they lose the Lease; whether it still acts, a Lease does not show.',
    value: former.pod,
    copy: former.pod,
    note: `still runs${former.node === null ? '' : ` on ${former.node}`}, replaced at ${formatMoment(former.replacedAt, present, zone)}`,
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
    claim('Renewed', 'renewTime', row.renewTime, LATER),
    {
      term: 'Server’s stamp',
      explain: `When the API server says it wrote a renewal (managedFields), by its own clock, cut to the second. ${LATER}`,
      value: row.serverTime ?? 'none',
      ...(row.serverTime === null ? {} : { note: 'when last told whole' }),
    },
    {
      term: 'Class',
      value: CLASS_WORDS[row.class],
      ...(annotations?.class === row.class ? { note: 'annotated' } : {}),
    },
  );
  return facts;
}

/** The stream tells a mere renewal by its time alone. */
const LATER =
  'It is of the version that was last told whole, as when something of the Lease changed; renewals since then are told without it.';

function claim(term: string, field: string, value: string | null, later = ''): Fact {
  return {
    term,
    explain:
      `${field}, word for word: what the holder’s own clock said. No age is computed from it. ${later}`.trimEnd(),
    value: value ?? 'not in the Lease',
    ...(value === null ? {} : { note: later === '' ? 'claimed' : 'claimed, when last told whole' }),
  };
}
