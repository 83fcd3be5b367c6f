import type { TimelineData } from '../../lib/client/use-timeline.ts';
import { countOf, formatCount, shortenMiddle } from '../../lib/view/format.ts';

const AT_THE_TOP = { left: 8, top: 8 };

/** In the place of the card of a Lease that has no lane here: why, and the way to it. */
export function AbsentCard({
  lane,
  data,
  narrow,
  close,
  showAlone,
}: {
  lane: { namespace: string; name: string };
  data: Pick<TimelineData, 'lanes' | 'total' | 'hasMore'>;
  narrow: boolean;
  close: () => void;
  showAlone: (lane: { namespace: string; name: string }) => void;
}) {
  return (
    <section
      className="tl-card"
      style={narrow ? undefined : AT_THE_TOP}
      aria-label={lane.name}
      aria-live="polite"
    >
      <h3>
        <span>Not among the lanes</span>
        <button type="button" className="close" onClick={close} aria-label="Close, Esc">
          ✕
        </button>
      </h3>
      <dl>
        <dt>Lease</dt>
        <dd>
          <span className="mono">{shortenMiddle(lane.name, 60)}</span>{' '}
          <span className="tl-faint">{lane.namespace}</span>
        </dd>
        <dt>Why</dt>
        <dd>
          {data.hasMore
            ? `Only ${formatCount(data.lanes.length)} of ${countOf(data.total, 'Lease')} are read so far.`
            : 'A filter hides it, or nothing is kept of it in this range.'}
        </dd>
      </dl>
      <div className="hint">
        <button type="button" onClick={() => showAlone(lane)}>
          show this Lease alone
        </button>
      </div>
    </section>
  );
}
