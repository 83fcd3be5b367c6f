import { stripIdentity } from '../../lib/view/board-holder.ts';
import { shortenMiddle } from '../../lib/view/format.ts';
import type { LaneSpan } from '../../lib/view/timeline.ts';
import type { ChartScene } from './lane-chart.tsx';

export type HolderOf = Pick<LaneSpan, 'holder' | 'node'>;

/** `shown`: how the holder is written, where its name alone would not tell it from another beside it. */
export function HolderLine({
  span,
  scene,
  shown = stripIdentity,
}: {
  span: HolderOf | null;
  scene: ChartScene;
  shown?: (holder: string) => string;
}) {
  if (span?.holder === undefined) return <span className="tl-faint">not known</span>;
  return (
    <>
      <i className={`chip hue-${scene.hues.hueOf(span.holder, span.node)}`} />
      <span className="mono" title={span.holder}>
        {shortenMiddle(shown(span.holder), 44)}
      </span>{' '}
      {span.node === undefined || span.node === span.holder ? null : (
        <span className="tl-faint">{span.node}</span>
      )}
    </>
  );
}
