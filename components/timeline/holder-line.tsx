import { stripIdentity } from '../../lib/view/board-holder.ts';
import { shortenMiddle } from '../../lib/view/format.ts';
import type { LaneSpan } from '../../lib/view/timeline.ts';
import type { ChartScene } from './lane-chart.tsx';

export type HolderOf = Pick<LaneSpan, 'holder' | 'node'>;

export function HolderLine({ span, scene }: { span: HolderOf | null; scene: ChartScene }) {
  if (span?.holder === undefined) return <span className="tl-faint">not known</span>;
  return (
    <>
      <i className={`chip hue-${scene.hues.hueOf(span.holder, span.node)}`} />
      <span className="mono" title={span.holder}>
        {shortenMiddle(stripIdentity(span.holder), 44)}
      </span>{' '}
      {span.node === undefined || span.node === span.holder ? null : (
        <span className="tl-faint">{span.node}</span>
      )}
    </>
  );
}
