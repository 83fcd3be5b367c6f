/** An incident in a few sentences: what was told, what changed hands, who was without a leader, what nobody saw. */
import { SEVERITIES, type Severity } from '../detect/finding.ts';
import { vacantSince } from '../lease/ending.ts';
import { HANDOVER_CAUSES, type Handover, handoverWeight } from '../lease/handover.ts';
import { countOf, formatDateTime, formatDurationInWords, shortenMiddle } from './format.ts';
import { CAUSE_WORDS, isVacancyEnd, TAKEN_AFTER_VACANCY } from './handover-words.ts';
import type { Incident } from './incident.ts';
import { slowWords } from './timeline-words.ts';

/** Names may be of any length. */
export const NAME_LENGTH = 80;

/** "2026-03-05 03:12:55": the file says once that its times are UTC. */
export function utc(at: number): string {
  return formatDateTime(at, 'utc').replace(/ UTC$/, '');
}

/** "2026-03-05 02:59:07 → 03:14:07 UTC", with the date once where it is one. */
export function rangeInWords({ from, to }: Pick<Incident, 'from' | 'to'>): string {
  const [start, end] = [utc(from), utc(to)];
  const sameDay = start.slice(0, 10) === end.slice(0, 10);
  return `${start} → ${sameDay ? end.slice(11) : end} UTC`;
}

/** "all Leases", or what was asked for. */
export function scopeWords({ namespaces, names, classes, q }: Incident['scope']): string {
  const parts = [
    ...(names.length === 0 ? [] : [`named ${listed(names)}`]),
    ...(namespaces.length === 0 ? [] : [`in ${listed(namespaces)}`]),
    ...(classes.length === 0 ? [] : [`of class ${listed(classes)}`]),
    ...(q === null ? [] : [`with “${shortenMiddle(q, NAME_LENGTH)}” in their name or namespace`]),
  ];
  return parts.length === 0 ? 'all Leases' : `only Leases ${parts.join(', ')}`;
}

/** "Seen by ana, who may see Leases of payments or web alone"; null where nobody is asked who they are. */
export function viewWords({ user, namespaces }: Incident['view']): string | null {
  if (user === null && namespaces === null) return null;
  const who = user === null ? 'somebody' : `${shortenMiddle(user, NAME_LENGTH)},`;
  if (namespaces === null) return `Seen by ${who} who may see all Leases`;
  const where = namespaces.length === 0 ? 'of no namespace' : `of ${listed(namespaces)} alone`;
  return `Seen by ${who} who may see Leases ${where}`;
}

const MOST_LISTED = 8;
function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map((name) => shortenMiddle(name, NAME_LENGTH));
  const more = names.length - shown.length;
  return `${shown.join(' or ')}${more > 0 ? ` or ${countOf(more, 'other')}` : ''}`;
}

/** "1 is left out", "more are left out". */
export function leftOut(left: number | null): string {
  return `${left ?? 'more'} ${left === 1 ? 'is' : 'are'} left out`;
}

/** The worst that was told and not only a consequence of something else; null where nothing was. */
export function worstSeverity({ alerts }: Pick<Incident, 'alerts'>): Severity | null {
  const told = rootsOf(alerts.items).map(({ severity }) => severity);
  return SEVERITIES.find((severity) => told.includes(severity)) ?? null;
}

/** Consequences count under their root, as long as that is known. */
export function rootsOf<T extends { id: string; rootId: string | null }>(alerts: readonly T[]): T[] {
  const ids = new Set(alerts.map(({ id }) => id));
  return alerts.filter(({ rootId }) => rootId === null || !ids.has(rootId));
}

export function incidentSentences(incident: Incident): string[] {
  return [
    alertSentence(incident),
    handoverSentence(incident),
    leaderlessSentence(incident),
    slowSentence(incident),
    blindSentence(incident),
  ].filter((sentence) => sentence !== null);
}

/** From when on handovers and renewals are known: from the beginning on, or later. */
export function knownFrom({ history, tenure, asOf, from }: Incident): number {
  const since = history.problem === null ? history.keptFrom : (tenure.observedSince ?? asOf);
  return Math.max(from, since ?? from);
}

function alertSentence({ alerts, alertsFrom, from, to }: Incident): string {
  const roots = rootsOf(alerts.items);
  const overBy = alertsFrom === null || alertsFrom <= from ? null : utc(alertsFrom);
  if (roots.length === 0 && overBy !== null && alertsFrom !== null && alertsFrom >= to)
    return `Whether anything was wrong is not known: alerts that were over by ${overBy} are not kept.`;
  const known = overBy === null ? '' : ` Of what was over by ${overBy} nothing is kept.`;
  if (roots.length === 0) return `Tenure found nothing wrong.${known}`;
  const bySeverity = SEVERITIES.flatMap((severity) => {
    const count = roots.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [severityWords(severity, count)];
  });
  const consequences = alerts.items.length - roots.length;
  const under = consequences === 0 ? '' : `; ${countOf(consequences, 'more alert')} followed from them`;
  const whole = alerts.left === 0;
  const open = roots.filter(({ state }) => state !== 'resolved').length;
  const verb = roots.length === 1 ? 'was' : 'were';
  const things = `${whole ? '' : 'At least '}${countOf(roots.length, 'thing')} ${verb} wrong`;
  const told = `${whole ? ':' : '; told here:'} ${bySeverity.join(', ')}${under}.`;
  return `${things}${told} ${stillWords(open, whole)}${known}`;
}

/** `whole`: none was left out. */
function stillWords(open: number, whole: boolean): string {
  if (open === 0) return whole ? 'All of it is over.' : 'All that is told here is over.';
  const words = open === 1 ? 'One still fires.' : `${open} still fire.`;
  return whole ? words : `At least ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

function severityWords(severity: Severity, count: number): string {
  if (severity === 'warning') return countOf(count, 'warning');
  return `${count} ${severity === 'info' ? 'for information' : severity}`;
}

function causeOf(handover: Handover): string {
  if (handover.cause === 'first') return 'held for the first time';
  if (handover.cause === 'deleted') return 'deleted and not created again';
  return isVacancyEnd(handover) ? TAKEN_AFTER_VACANCY : CAUSE_WORDS[handover.cause].toLowerCase();
}

function handoverSentence(incident: Incident): string {
  const { handovers, from, to } = incident;
  const { items, left } = handovers;
  const since = knownFrom(incident);
  if (items.length === 0 && since >= to) return 'Of handovers nothing is known.';
  const known = since > from ? ` Nothing is known of the time before ${utc(since)}.` : '';
  if (items.length === 0) return `No Lease changed hands.${known}`;
  const moved = items.filter((one) => handoverWeight(one) > 0);
  const leases = new Set(moved.map(({ namespace, name }) => `${namespace}/${name}`)).size;
  const count = moved.reduce((sum, one) => sum + handoverWeight(one), 0);
  const counted = `${countOf(count, 'handover')} of ${countOf(leases, 'Lease')}`;
  const newest = `the newest ${items.length} told here`;
  const whole = count === 0 ? 'No Lease changed hands' : counted;
  const some = count === 0 ? `No Lease changed hands in ${newest}` : `At least ${counted}; of ${newest}`;
  const causes = causeWords(moved, causeOf);
  const others = causeWords(
    items.filter((one) => handoverWeight(one) === 0),
    (one) => (one.cause === 'first' || one.cause === 'deleted' ? causeOf(one) : 'let go and not taken over'),
  );
  return `${left === 0 ? whole : some}${causes === '' ? '' : `: ${causes}`}.${others === '' ? '' : ` Besides: ${others}.`}${known}`;
}

/** "2 released, 1 went silent": in the order of the causes, as many as they weigh. */
function causeWords(items: readonly Handover[], wordsOf: (one: Handover) => string): string {
  const sorted = [...items].sort(
    (a, b) => HANDOVER_CAUSES.indexOf(a.cause) - HANDOVER_CAUSES.indexOf(b.cause),
  );
  return [...Map.groupBy(sorted, wordsOf)]
    .map(([words, own]) => `${own.reduce((sum, one) => sum + Math.max(1, handoverWeight(one)), 0)} ${words}`)
    .join(', ');
}

function leaderlessSentence({ handovers, asOf }: Incident): string | null {
  const spans = handovers.items.map((one) => {
    const { name, to, vacantMs } = one;
    const at = to === null ? vacantSince(one) : one.at;
    return { name, at, open: to === null, ms: to === null ? asOf - at : (vacantMs ?? 0) };
  });
  const longest = spans.reduce<(typeof spans)[number] | null>(
    (most, one) => (one.ms > (most?.ms ?? 0) ? one : most),
    null,
  );
  if (longest === null || longest.ms < 1000) return null;
  const name = shortenMiddle(longest.name, NAME_LENGTH);
  const when = longest.open ? `since ${utc(longest.at)} and still` : `until ${utc(longest.at)}`;
  return `Longest without a leader: ${name}, for ${formatDurationInWords(longest.ms)} (${when}).`;
}

function slowSentence({ slow, timeline }: Incident): string | null {
  if (slow.items.length === 0) return null;
  const words = slowWords(slow.items, timeline.pointMs);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function blindSentence(incident: Incident): string {
  const { blindSpots, from, to } = incident;
  const since = knownFrom(incident);
  if (since >= to) return 'Whether anybody watched then is not known.';
  const whole = blindSpots.items.filter(({ scope }) => scope === null);
  const ms = whole.reduce((sum, one) => sum + Math.min(to, one.to) - Math.max(from, one.from), 0);
  if (ms > 0)
    return `Not watched: ${formatDurationInWords(ms)} of ${formatDurationInWords(to - from)}; what happened then is known only by what it left behind.`;
  if (blindSpots.items.length > 0) return 'Of some namespaces not all of the range was watched.';
  return since > from ? `From then on all of it was watched.` : 'All of the range was watched.';
}
