/** The words of the board: group titles with one plain sentence each, and states. */
import type { LeaseClass } from '../lease/record.ts';
import type { Judged, RowMark } from './board-judge.ts';
import { formatCount } from './format.ts';

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

export const MARK_WORDS: Record<RowMark, string> = {
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
