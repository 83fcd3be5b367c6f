'use client';
import { useLive } from '../../lib/client/use-live.ts';
import { emptyInstead, emptyTitle } from '../../lib/view/board-empty.ts';
import type { Judged } from '../../lib/view/board-judge.ts';
import { type BoardFilter, isFiltered } from '../../lib/view/filter.ts';
import { countOf, formatCount } from '../../lib/view/format.ts';
import { seesWords } from '../../lib/view/sees-words.ts';
import { StatePage } from '../shell/state-page.tsx';
import { Button } from '../ui/button.tsx';
import type { SetBoardUrl } from './use-board-url.ts';

type Props = { filter: BoardFilter; judged: readonly Judged[]; setUrl: SetBoardUrl };

/** A filter that matches nothing: what was asked, what is there instead, and the ways out. */
function EmptyFilter({ filter, judged, setUrl }: Props) {
  const electing = judged.filter((one) => one.row.elects);
  const there = electing.filter((one) => filter.namespaces.includes(one.row.namespace)).length;
  const clear = { q: null, class: null, namespace: null, state: null };
  return (
    <StatePage inside title={emptyTitle(filter)}>
      <p>{emptyInstead(there, filter, electing.length)}</p>
      <div className="actions">
        {there > 0 && (filter.states.length > 0 || filter.q !== '' || filter.classes.length > 0) ? (
          <Button onClick={() => void setUrl({ ...clear, namespace: [...filter.namespaces] })}>
            Show the {formatCount(there)} in {filter.namespaces.join(', ')}
          </Button>
        ) : null}
        <Button onClick={() => void setUrl(clear)}>Clear filters</Button>
      </div>
    </StatePage>
  );
}

/** The watch works, but nothing elects, or nothing that whoever looks may see. */
function EmptyCluster() {
  const sees = seesWords(useLive((state) => state.status?.sees ?? null));
  const totals = useLive((state) => state.totals);
  const nodes = totals?.classes['node-heartbeat'] ?? 0;
  const fresh = totals?.heldByClass['node-heartbeat'] ?? 0;
  const beats =
    nodes === 0
      ? 'There is not a single Lease yet, but the API server answers, so the connection works.'
      : `${countOf(nodes, 'node heartbeat')} ${nodes === 1 ? 'arrives' : 'arrive'}, ${formatCount(fresh)} fresh, so the connection works.`;
  if (sees !== null)
    return (
      <StatePage inside title="No Lease elects in what you see">
        <p>{sees.hint} One shows up here within a second of its first renewal.</p>
      </StatePage>
    );
  return (
    <StatePage inside title="This cluster elects no leaders yet">
      <p>
        {beats} A Lease shows up here within a second of its first renewal; most controllers create theirs
        when they start with leader election on.
      </p>
    </StatePage>
  );
}

/** In the place of rows, or above those that do not elect. */
export function EmptyBoard({ filter, judged, setUrl }: Props) {
  if (isFiltered(filter)) return <EmptyFilter filter={filter} judged={judged} setUrl={setUrl} />;
  return judged.some((one) => one.row.elects) ? null : <EmptyCluster />;
}
