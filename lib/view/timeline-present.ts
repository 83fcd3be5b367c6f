/** What the stream knows and the store cannot yet: who stands in a Lease right now past its duration. */
import type { LaneSpan, TimelineLane } from './timeline.ts';

/** When each Lease that is expired now ran out, by `namespace/name`; epoch ms. */
export type ExpiredNow = ReadonlyMap<string, number>;

/** The last tenure of such a lane ends where its time was over, and what follows is drawn as expired. */
export function withPresent(lanes: readonly TimelineLane[], expired: ExpiredNow): TimelineLane[] {
  if (expired.size === 0) return [...lanes];
  return lanes.map((lane) => {
    const since = expired.get(`${lane.namespace}/${lane.name}`);
    const last = lane.spans.at(-1);
    if (since === undefined || last?.type !== 'tenure' || since >= last.to) return lane;
    const at = Math.max(since, last.from);
    const { cause, ...held } = last;
    const over: LaneSpan = { ...held, type: 'expired', from: at };
    const before: LaneSpan[] = at > last.from ? [{ ...last, to: at }] : [];
    return { ...lane, spans: [...lane.spans.slice(0, -1), ...before, over] };
  });
}
