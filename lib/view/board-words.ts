/** The words of the board: group titles with one plain sentence each, states, and what stands where nothing does. */
import type { LeaseClass } from '../lease/record.ts';
import type { LeaseState } from '../lease/state.ts';
import type { Judged, RowMark } from './board-judge.ts';
import type { BoardFilter } from './filter.ts';
import { countOf, formatCount } from './format.ts';

/** In the order of the board. */
export const GROUPS: readonly { id: LeaseClass; title: string; what: string }[] = [
  { id: 'control-plane', title: 'Control plane', what: 'one replica works, the others stand by' },
  { id: 'controller', title: 'Controllers', what: 'one Pod of each Deployment acts, the others wait' },
  { id: 'csi', title: 'CSI', what: 'one sidecar talks to the storage back end' },
  { id: 'sharded', title: 'Sharded buckets', what: 'one leader for each bucket' },
  { id: 'virtual-ip', title: 'Virtual IPs', what: 'the holder is the node that answers for the address' },
  { id: 'unknown', title: 'Others', what: 'nothing about these Leases tells what they are for' },
  {
    id: 'apiserver',
    title: 'API servers',
    what: 'each renews its own Lease; judged by 60 s of silence, not by its 3600 s',
  },
  { id: 'component-heartbeat', title: 'Component heartbeats', what: 'signs of life; nothing to hand over' },
  { id: 'node-heartbeat', title: 'Node heartbeats', what: 'one Lease for each node; nothing to hand over' },
];

export const CLASS_TITLES: ReadonlyMap<LeaseClass, string> = new Map(
  GROUPS.map((group) => [group.id, group.title]),
);

const MARK_WORDS: Record<RowMark, string> = {
  held: 'held',
  late: 'late',
  expired: 'expired',
  vacant: 'vacant',
  released: 'released',
  unknown: 'not known',
};

/** The word beside the mark; "fresh" for heartbeats, "was held" for what is no longer known. */
export function stateWord(judged: Judged): string {
  const heartbeat = !judged.row.elects;
  const word = (state: RowMark): string => (state === 'held' && heartbeat ? 'fresh' : MARK_WORDS[state]);
  if (judged.was === null || judged.was === 'unknown') return word(judged.mark);
  return `was ${word(judged.was)}`;
}

const ORDER: readonly RowMark[] = ['expired', 'vacant', 'late', 'unknown', 'released', 'held'];

/** "1 late, 3 held"; of a frozen group "were held". */
export function countsNote(rows: readonly Judged[], above: number): string {
  const frozen = rows.some((judged) => judged.frozen);
  const heartbeat = rows.every((judged) => !judged.row.elects);
  const counts = new Map<RowMark, number>();
  for (const judged of rows) {
    const mark = frozen ? (judged.was ?? judged.mark) : judged.mark;
    counts.set(mark, (counts.get(mark) ?? 0) + 1);
  }
  const parts = ORDER.filter((mark) => counts.has(mark)).map(
    (mark) =>
      `${formatCount(counts.get(mark) ?? 0)} ${mark === 'held' && heartbeat ? 'fresh' : MARK_WORDS[mark]}`,
  );
  const said = frozen && parts.length > 0 ? `were ${parts.join(', ')}` : parts.join(', ');
  return above === 0 ? said : said === '' ? `${above} above` : `${said}, ${above} above`;
}

/** "No Lease is late in namespace payments" */
export function emptyTitle(filter: BoardFilter): string {
  const states = filter.states.map((state: LeaseState) => MARK_WORDS[state]).join(' or ');
  const classes = filter.classes.map((one) => CLASS_TITLES.get(one) ?? one).join(' or ');
  const where = filter.namespaces.length === 0 ? '' : ` in namespace ${filter.namespaces.join(' or ')}`;
  const of = classes === '' ? '' : ` under ${classes}`;
  const q = filter.q.trim();
  const matching = q === '' ? '' : ` matching “${q}”`;
  if (states !== '') return `No Lease${matching}${of} is ${states}${where}`;
  return `No Lease${matching === '' ? ' is listed' : matching}${of}${where}`;
}

/** What there is instead: "12 Leases elect in namespace payments, 45 in the whole cluster." */
export function emptyInstead(inNamespaces: number, filter: BoardFilter, electing: number): string {
  const whole = `${countOf(electing, 'Lease elects', 'Leases elect')} in all that you see.`;
  if (filter.namespaces.length === 0) return whole;
  return `${countOf(inNamespaces, 'Lease elects', 'Leases elect')} there. ${whole}`;
}
