/** The words around alerts: how many fire, and what is said where none do. */
import type { Certainty } from '../lease/handover.ts';
import type { AlertCounts, AlertView } from './alert.ts';
import type { AlertFilter, AlertGroup } from './alert-groups.ts';
import { callingCount } from './alert-signals.ts';
import { countOf, formatCount, type TimeZone } from './format.ts';
import { formatMoment } from './moment.ts';

/** Since when nothing is judged, where nothing is; null while all is. Epoch ms. */
export type Stopped = { asOf: number; now: number; zone: TimeZone } | null;

/** Causes that fire and call nobody, for somebody silenced them. */
export function countSilenced(groups: readonly AlertGroup[]): number {
  return groups.filter(({ root }) => root.silencedBy !== null).length;
}

/**
 * "4 causes firing, 1 report for information, 2 silenced"; of a page that no longer hears: "4 causes were firing at
 * 03:12:03, 2 silenced".
 */
export function firingWords(counts: AlertCounts, silenced: number, stopped: Stopped): string {
  const calling = callingCount(counts);
  const causes = calling === 0 ? 'nothing' : countOf(calling, 'cause');
  const firing = stopped === null ? 'firing' : `${calling > 1 ? 'were' : 'was'} firing`;
  const info = counts.info === 0 ? '' : `, ${countOf(counts.info, 'report', 'reports')} for information`;
  const quiet = silenced === 0 ? '' : `, ${formatCount(silenced)} silenced`;
  const at = stopped === null ? '' : ` at ${formatMoment(stopped.asOf, stopped.now, stopped.zone)}`;
  return `${causes} ${firing}${at}${info}${quiet}`.replace(/^n/, 'N');
}

/** What stands where no group does: the answer, then what it rests on. */
export function quietWords(
  filter: AlertFilter,
  judged: { electing: number; heartbeats: number } | null,
  stopped: Stopped,
): { title: string; words: string } {
  const severity = filter.severity === null ? '' : ` ${filter.severity}`;
  const where = filter.namespace === null ? '' : ` in namespace ${filter.namespace}`;
  if (stopped !== null) {
    return {
      title: `Nothing${severity} was firing${where} at ${formatMoment(stopped.asOf, stopped.now, stopped.zone)}`,
      words: 'Nothing has been judged since: what became wrong meanwhile is not known.',
    };
  }
  const title = `Nothing${severity} is firing${where}`;
  if (judged === null) return { title, words: '' };
  const elections = countOf(judged.electing, 'election');
  const beats = countOf(judged.heartbeats, 'heartbeat');
  return { title, words: `${elections} and ${beats} are watched and judged.` };
}

/** What stands on Leaders where alerts could not be read: that none is shown does not say then that nothing fires. */
export function alertsUnreadWords(problem: string, known: boolean): string {
  return known
    ? `Alerts could not be read the last time: ${problem}. What is shown of them may have changed; it is tried again.`
    : `Alerts could not be read: ${problem}. Trying again.`;
}

const CERTAINTY_WORDS: Record<Certainty, string> = {
  certain: 'certain',
  likely: 'likely, not certain',
  suspected: 'suspected',
  unknown: 'not known',
};

export function certaintyWords({ certainty }: Pick<AlertView, 'certainty'>): string {
  return CERTAINTY_WORDS[certainty];
}

/** What an alert is about, where its title does not stand beside it: "kube-system/kube-scheduler", "node wb-04". */
export function subjectWords({ namespace, name, node, holder }: AlertView['subject']): string {
  // Of a heartbeat the node is what people know it by; of another Lease the node is only where its holder runs.
  if (node !== null && (name === null || name === node)) return `node ${node}`;
  if (namespace !== null && name !== null) return `${namespace}/${name}`;
  if (namespace !== null) return `namespace ${namespace}`;
  return holder ?? 'the cluster';
}
