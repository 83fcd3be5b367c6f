'use client';
import type { TimeZone } from '../../lib/view/format.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { rangeWords } from '../../lib/view/timeline-words.ts';
import { Button } from '../ui/button.tsx';
import type { RangeActions } from './use-range-actions.ts';
import { isFiltered, type SetTimelineUrl, type TimelineUrl } from './use-timeline-url.ts';

/** No lane matches: what was asked, and the ways on. */
export function EmptyTimeline({
  url,
  setUrl,
  range,
  zone,
  actions,
}: {
  url: TimelineUrl;
  setUrl: SetTimelineUrl;
  range: TimeRange;
  zone: TimeZone;
  actions: RangeActions;
}) {
  const asked = [
    ...(url.q === '' ? [] : [`with “${url.q}” in its name`]),
    ...(url.namespace.length === 0 ? [] : [`in ${url.namespace.join(', ')}`]),
    ...(url.class.length === 0 ? [] : [`of class ${url.class.join(', ')}`]),
  ].join(' ');
  return (
    <div className="tl-empty">
      <h2>
        {url.moved ? 'No Lease changed hands' : 'No Lease was known'} {asked} from{' '}
        {rangeWords(range, zone, null)}
      </h2>
      <p>
        {url.moved
          ? 'Those that kept their holder are hidden.'
          : 'Tenure knows what it has seen of this cluster, for as long as that is kept.'}
      </p>
      <span className="tl-group">
        {url.moved ? <Button onClick={() => void setUrl({ moved: null })}>Show all Leases</Button> : null}
        {isFiltered(url) ? (
          <Button onClick={() => void setUrl({ q: null, class: null, namespace: null })}>
            Clear filters
          </Button>
        ) : null}
        <Button onClick={() => actions.zoomOut()}>Zoom out</Button>
      </span>
    </div>
  );
}
