import type { TimelineData } from '../../lib/client/use-timeline.ts';
import { countOf, formatCount } from '../../lib/view/format.ts';
import { CardFrame } from './card-frame.tsx';

const AT_THE_TOP = { above: false, lead: 0, style: { left: 8, top: 8 } };

type Read = Pick<TimelineData, 'lanes' | 'total' | 'hasMore'>;

/** In the place of the card of a Lease that has no lane here: why, and the way to it. */
export function AbsentCard({
  lane,
  data,
  filtered,
  limited,
  narrow,
  close,
  findByName,
}: {
  lane: { namespace: string; name: string };
  data: Read;
  /** Not all Leases are asked for. */
  filtered: boolean;
  /** Nor are all told to whoever asks. */
  limited: boolean;
  narrow: boolean;
  close: () => void;
  /** Null where it was asked for by its name. */
  findByName: ((lane: { namespace: string; name: string }) => void) | null;
}) {
  return (
    <CardFrame
      lane={lane}
      label={lane.name}
      title={<span>Not among the lanes</span>}
      place={narrow ? null : AT_THE_TOP}
      close={close}
      hint={
        findByName === null ? null : (
          <button type="button" onClick={() => findByName(lane)}>
            find it by name
          </button>
        )
      }
    >
      <dt>Why</dt>
      <dd>{whyWords(data, filtered, limited)}</dd>
    </CardFrame>
  );
}

/** What hides it is not told: of a Lease that a reader may not see nothing is, not even that there is one. */
function whyWords({ lanes, total, hasMore }: Read, filtered: boolean, limited: boolean): string {
  if (hasMore && !filtered)
    return `Only ${formatCount(lanes.length)} of ${countOf(total, 'Lease')} are read so far${limited ? '; your rights may hide it, too' : ''}.`;
  const rest = hasMore ? 'was read of it yet' : 'is kept of it in this range';
  if (!filtered && !limited) return `Nothing ${rest}.`;
  const who = filtered ? (limited ? 'A filter or your rights' : 'A filter') : 'Your rights';
  return `${who} may hide it, or nothing ${rest}.`;
}
