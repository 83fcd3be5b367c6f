/** Lanes as the API answers them. */
import type { LaneSpan, TimelineLane } from '../../lib/view/timeline.ts';
import type { HolderHues } from '../../lib/view/timeline-marks.ts';

export function aLane(spans: LaneSpan[], more: Partial<TimelineLane> = {}): TimelineLane {
  return {
    namespace: 'kube-system',
    name: 'kube-scheduler',
    class: 'control-plane',
    handovers: spans.filter((span) => span.cause !== undefined).length,
    atLeast: false,
    spans,
    ...more,
  };
}

export function tenure(from: number, to: number, holder: string, more: Partial<LaneSpan> = {}): LaneSpan {
  return { type: 'tenure', from, to, holder, ...more };
}

/** Every holder has hue 1 but those that end with "-2". */
export const HUES_BY_NAME: HolderHues = {
  hueOf: (holder) => (holder.endsWith('-2') ? 2 : 1),
};
