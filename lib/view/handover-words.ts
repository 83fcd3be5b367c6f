/** A handover in words: how it ended, on what evidence, how sure. Source: field guide §10, design "Words". */

import { endingOf, vacantSince } from '../lease/ending.ts';
import { type Evidence, type Handover, type HandoverCause, handoverWeight } from '../lease/handover.ts';
import { joinStretches, msWithin } from '../lease/stretches.ts';
import { countOf, formatDurationInWords, formatLimit, shortenMiddle, type TimeZone } from './format.ts';
import { endedWhen, isDeletedWhileHeld } from './lease-ending.ts';
import { formatMoment } from './moment.ts';
import type { TimeRange } from './time-axis.ts';

export type HandoverWords = {
  ended: string;
  evidence: string;
  sure: string;
  /** How long nobody validly held it, as far as known; `open` while it lasts. */
  withoutLeader: string;
  open: boolean;
};

export type HandoverContext = {
  now: number;
  zone: TimeZone;
  /** What is known of the Lease now: the allowed duration and the inferred retry period, ms. */
  durationMs: number | null;
  retryMs: number | null;
  /** Ages, and vacancies with them, stop when the feed does. */
  live: boolean;
  /** When nobody watched; none where that is said elsewhere. */
  unwatched?: readonly TimeRange[];
};

/** What ended a tenure; "went silent" and not "crashed", for silence is all that was seen. */
export const CAUSE_WORDS: Record<HandoverCause, string> = {
  unseen: 'Not seen',
  recreated: 'Recreated',
  deleted: 'Deleted',
  release: 'Released',
  early: 'Taken early',
  expiry: 'Went silent',
  first: 'First holder',
};

/** How often it changed hands, and how often of that nobody saw. */
export function changesOf(handovers: readonly Handover[]): { seen: number; unseen: number } {
  const changes = { seen: 0, unseen: 0 };
  for (const one of handovers) changes[one.cause === 'unseen' ? 'unseen' : 'seen'] += handoverWeight(one);
  return changes;
}

/** Of a vacancy that began before watching did nobody saw a release. */
export function isVacancyEnd({ cause, from }: Pick<Handover, 'cause' | 'from'>): boolean {
  return cause === 'release' && from === null;
}

/** Counted with others, of what no release was seen. */
export const TAKEN_AFTER_VACANCY = 'taken after a vacancy';

export function endedWords(handover: Pick<Handover, 'cause' | 'from'>): string {
  return isVacancyEnd(handover) ? 'Vacancy ended' : CAUSE_WORDS[handover.cause];
}

export function handoverWords(handover: Handover, context: HandoverContext): HandoverWords {
  const open = handover.to === null;
  return {
    ended: endedWords(handover),
    evidence: [...evidenceOf(handover, context), ...(handover.coordinated ? [COORDINATED] : [])].join(' '),
    sure: sureOf(handover),
    withoutLeader: withoutLeader(handover, context),
    open,
  };
}

const COORDINATED = 'Elected by the API server (coordinated election).';

function evidenceOf(handover: Handover, context: HandoverContext): string[] {
  switch (handover.cause) {
    case 'expiry':
      return expiry(handover, context);
    case 'early':
      return early(handover, context);
    case 'release':
      return release(handover, context);
    case 'recreated':
    case 'deleted':
      return recreated(handover, context);
    case 'unseen':
      return unseen(handover, context);
    case 'first':
      return ['Nobody had held it before, as far as it was watched.'];
  }
}

function expiry({ at, silentMs, evidence }: Handover, { unwatched = [] }: HandoverContext): string[] {
  const allowedMs = number(evidence, 'durationMs');
  if (silentMs === null) return ['Another holder appeared; when the old one last renewed is not known.'];
  const allowed = allowedMs === null ? '' : `, ${formatLimit(allowedMs)} allowed`;
  const unseenMs = msWithin({ from: at - silentMs, to: at }, joinStretches(unwatched));
  return [
    `No renewal for ${formatDurationInWords(silentMs)}${allowed}; never empty in between${risen(evidence)}.`,
    // Field guide §10: who cannot write for that long loses the Lease, though nothing is wrong with it.
    ...(unseenMs < NOTABLE_MS
      ? []
      : [
          `For ${formatDurationInWords(unseenMs)} of it nobody watched: if the API server was away, nobody could renew.`,
        ]),
  ];
}

/** What is shorter explains no silence. */
const NOTABLE_MS = 1_000;

function early({ silentMs, evidence }: Handover, context: HandoverContext): string[] {
  const allowedMs = number(evidence, 'durationMs') ?? context.durationMs;
  // The API server's stamps are what it was judged by, where there are any; they are cut to the second.
  const stampedMs = number(evidence, 'stampedSilenceMs');
  const afterMs = silentMs ?? stampedMs;
  const after =
    afterMs === null
      ? 'before the last holder’s time was over'
      : `${formatDurationInWords(afterMs)} after the last renewal`;
  const waited = allowedMs === null ? '' : `; the ${formatLimit(allowedMs)} allowed were not waited for`;
  return [`Taken ${after}${waited}.`, ...twoLeaders(allowedMs, context)];
}

function release(handover: Handover, { now, zone }: HandoverContext): string[] {
  const { from, to, evidence, vacantMs } = handover;
  const moment = (ms: number) => formatMoment(ms, now, zone);
  if (from === null) return ['Nobody held it when watching began.'];
  const seconds = number(evidence, 'releasedDurationSeconds');
  const how = seconds === null ? 'Holder emptied' : `Holder emptied with duration ${seconds}`;
  const emptied = `${how} ${endedWhen(handover, moment)}.`;
  if (to !== null)
    return [emptied, ...(vacantMs === null ? [] : [`Taken ${formatDurationInWords(vacantMs)} later.`])];
  const again = number(evidence, 'unwatchedFrom') === null ? null : endingOf(handover).unseen;
  if (again === null) return [emptied, 'Nobody has taken over yet.'];
  const unseen = `between ${moment(again.from)} and ${moment(again.to)}, unseen`;
  return [emptied, `Taken and let go again ${unseen}; nobody has taken over since.`];
}

function recreated(handover: Handover, context: HandoverContext): string[] {
  const { evidence, to, at } = handover;
  const wasHeld = isDeletedWhileHeld(handover);
  if (to === null) {
    const moment = (ms: number) => formatMoment(ms, context.now, context.zone);
    if (!wasHeld) {
      const deletedAt = number(evidence, 'deletedAt');
      const deleted = deletedAt === null ? 'deleted' : `deleted at ${moment(deletedAt)}`;
      return [`Let go ${endedWhen(handover, moment)}, then ${deleted}; nobody has created it again.`];
    }
    const from = number(evidence, 'unwatchedFrom');
    const when = from === null ? endedWhen(handover, moment) : `between ${moment(from)} and ${moment(at)}`;
    return [`Deleted while held, ${when}; nobody has created it again.`];
  }
  const uids = [text(evidence, 'uidBefore'), text(evidence, 'uidAfter')];
  const [before, after] = uids.map((uid) => (uid === null ? null : shortenMiddle(uid, 9)));
  const object =
    before && after
      ? `Another object took its place: uid ${before} → ${after}.`
      : 'Deleted and created again.';
  const allowedMs =
    number(evidence, 'durationMs') ?? number(evidence, 'usualDurationMs') ?? context.durationMs;
  const transitions = counter(evidence);
  const vacantMs = handover.vacantMs ?? at - vacantSince(handover);
  return [
    object,
    ...(transitions === null ? [] : [`Transitions ${transitions}.`]),
    ...(!wasHeld || handover.from === to ? [] : twoLeaders(allowedMs, context, vacantMs)),
  ];
}

function unseen({ evidence, transitionsDelta }: Handover, { now, zone }: HandoverContext): string[] {
  const from = number(evidence, 'unwatchedFrom');
  const to = number(evidence, 'unwatchedTo');
  const all = evidence.watchedBetween === true ? 'Not all the time watched' : 'Not watched';
  const when =
    from === null || to === null
      ? 'The watch did not show every change.'
      : `${all} from ${formatMoment(from, now, zone)} to ${formatMoment(to, now, zone)}.`;
  const transitions = counter(evidence);
  const count =
    transitionsDelta !== null && transitionsDelta > 0 ? countOf(transitionsDelta, 'change') : null;
  const rest =
    transitionsDelta !== null && transitionsDelta > 1 ? '; who held it in between is not known' : '';
  if (transitions !== null)
    return [when, `Transitions ${transitions}${count === null ? '' : `: ${count}${rest}`}.`];
  return count === null ? [when] : [when, `${count} by the counter${rest}.`];
}

/**
 * Field guide §10: D is not in the Lease, but D < L, so the end shown is L + P; by then the old leader has given up. Where
 * P is not known it is below D / 1.2 (§2), and that is said: a page that knows P tells it with a smaller number.
 */
function twoLeaders(allowedMs: number | null, { retryMs }: HandoverContext, vacantMs = 0): string[] {
  if (allowedMs === null) return ['Two leaders were possible for a while.'];
  const endMs = allowedMs + (retryMs ?? Math.ceil(allowedMs / 1_200) * 1_000);
  if (vacantMs > endMs) return [];
  const end = formatLimit(Math.round(endMs / 100) * 100);
  return retryMs === null
    ? [`Two leaders were possible for at most ${end}: its retry period is not known here.`]
    : [`Two leaders were possible for up to ${end}.`];
}

function risen(evidence: Evidence): string {
  const before = number(evidence, 'transitionsBefore');
  const after = number(evidence, 'transitionsAfter');
  if (before === null || after === null) return '';
  if (after === before + 1) return ', transitions\u00a0+\u00a01';
  return after === before ? ', transitions did not count it' : `, transitions ${before} → ${after}`;
}

function counter(evidence: Evidence): string | null {
  const before = number(evidence, 'transitionsBefore') ?? number(evidence, 'releasedTransitions');
  const after = number(evidence, 'transitionsAfter');
  return before === null || after === null ? null : `${before} → ${after}`;
}

function sureOf({ cause, certainty, to }: Handover): string {
  if (certainty === 'unknown') return 'not known how';
  if (certainty === 'suspected') return 'suspected';
  switch (cause) {
    case 'expiry':
      return `${certainty}; a hang, a partition or a lost node look alike`;
    case 'early':
      return `${certainty}; why is open`;
    case 'unseen':
      return `${certainty} that it moved`;
    case 'release':
      return to === null ? `${certainty} that it was released` : certainty;
    case 'recreated':
    case 'deleted':
    case 'first':
      return certainty;
  }
}

function withoutLeader(handover: Handover, { now, live }: HandoverContext): string {
  const { at, to, vacantMs, cause } = handover;
  const emptyBy = vacantSince(handover);
  if (to === null) return live ? `${formatDurationInWords(now - emptyBy)} so far` : 'not known';
  if (cause === 'first') return '–';
  if (vacantMs !== null) return vacantMs === 0 ? '0 s' : formatDurationInWords(vacantMs);
  return emptyBy < at ? `at least ${formatDurationInWords(at - emptyBy)}` : 'not known';
}

function number(evidence: Evidence, key: string): number | null {
  const value = evidence[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function text(evidence: Evidence, key: string): string | null {
  const value = evidence[key];
  return typeof value === 'string' && value !== '' ? value : null;
}
