import { useLeaseRow } from '../../lib/client/use-live.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { formatDateTime, shortenMiddle } from '../../lib/view/format.ts';
import { handoverWords } from '../../lib/view/handover-words.ts';
import { handoverNames } from '../../lib/view/holder-names.ts';
import { heldBefore, type Target } from '../../lib/view/timeline-target.ts';
import { type MovedWith, movedWith, movedWithWords } from '../../lib/view/timeline-words.ts';
import { HolderLine } from './holder-line.tsx';
import type { ChartScene } from './lane-chart.tsx';

const NAMES_SHOWN = 4;

export type HandoverFactsProps<T extends Target> = {
  target: T;
  scene: ChartScene;
  nodes: ReadonlyMap<string, string>;
  /** The handover itself, once it was read. */
  own: Handover | null;
  around: readonly Handover[] | null;
  problem: string | null;
  /** Another one than is watched. */
  cluster: string | null;
};

export function HandoverFacts({
  target,
  scene,
  nodes,
  own,
  around,
  problem,
  cluster,
}: HandoverFactsProps<Extract<Target, { type: 'handover' }>>) {
  const { data, zone } = scene;
  const live = useLeaseRow(target.lane.namespace, target.lane.name);
  const row = cluster === null ? live : null;
  const before = heldBefore(target.lane, target.span);
  const from =
    own === null ? before : own.from === null ? null : { holder: own.from, ...nodeIn(nodes, own.from) };
  const unwatched = data.blindSpots.filter(({ scope }) => scope === null || scope === target.lane.namespace);
  const words =
    own === null
      ? null
      : handoverWords(own, {
          now: data.asOf,
          zone,
          durationMs: row?.durationMs ?? null,
          retryMs: row?.renewGapMs?.median ?? null,
          live: true,
          unwatched,
        });
  const moved =
    own === null || around === null ? null : movedWith(own, around, (one) => nodes.get(one) ?? null);
  const shown = handoverNames(from?.holder ?? null, target.span.holder ?? null);
  return (
    <>
      <dt>At</dt>
      <dd>{formatDateTime(target.at, zone)}</dd>
      <dt>From</dt>
      <dd>
        <HolderLine span={from} scene={scene} shown={shown} />
      </dd>
      <dt>To</dt>
      <dd>
        <HolderLine span={target.span} scene={scene} shown={shown} />
      </dd>
      {words === null ? null : (
        <>
          <dt>No leader</dt>
          <dd>{words.withoutLeader}</dd>
          <dt>Evidence</dt>
          <dd>
            {words.evidence} <span className="tl-faint">{capital(words.sure)}.</span>
          </dd>
        </>
      )}
      <dt>With it</dt>
      <dd>
        <MovedWithIt moved={moved} reading={around === null} problem={problem} />
      </dd>
    </>
  );
}

function MovedWithIt({
  moved,
  reading,
  problem,
}: {
  moved: MovedWith | null;
  reading: boolean;
  problem: string | null;
}) {
  if (problem !== null && moved === null) return `Could not be read: ${problem}`;
  if (moved === null)
    return reading ? 'reading…' : 'The handover itself is no longer kept; only that it happened is.';
  const { names } = moved;
  const rest = names.length - NAMES_SHOWN;
  return (
    <>
      {movedWithWords(moved)}{' '}
      {names.length === 0 ? null : (
        <span className="tl-faint">
          {names
            .slice(0, NAMES_SHOWN)
            .map((one) => shortenMiddle(one, 34))
            .join(', ')}
          {rest > 0 ? ` and ${rest} more` : ''}
        </span>
      )}
    </>
  );
}

function nodeIn(nodes: ReadonlyMap<string, string>, holder: string): { node?: string } {
  const node = nodes.get(holder);
  return node === undefined ? {} : { node };
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
