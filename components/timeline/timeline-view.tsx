'use client';
import { useMemo, useRef, useState } from 'react';
import { ofCluster } from '../../lib/client/api-url.ts';
import { useOtherCluster } from '../../lib/client/use-clusters.ts';
import { useHistoryStatus } from '../../lib/client/use-history-status.ts';
import { useLive } from '../../lib/client/use-live.ts';
import {
  POINTS,
  preloadLanes,
  type TimelineQuery,
  useTimeline,
  useTimelineOverview,
} from '../../lib/client/use-timeline.ts';
import { useAlertsBetween } from '../../lib/client/use-timeline-alerts.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { keptSince } from '../../lib/view/timeline-bands.ts';
import { endsNow, moves, stillWords } from '../../lib/view/timeline-range.ts';
import { chartSentence } from '../../lib/view/timeline-words.ts';
import { useCoarse, useNarrow } from '../board/use-narrow.ts';
import { useTimeZone } from '../ui/time-zone.tsx';
import { ChartOverlay } from './chart-overlay.tsx';
import { CopyLink } from './copy-link.tsx';
import { useCursor } from './cursor.tsx';
import { EmptyTimeline } from './empty-timeline.tsx';
import { ExportMenu } from './export-menu.tsx';
import { HistoryNotice, Notice } from './history-notice.tsx';
import { createHover } from './hover.ts';
import { LaneAxis } from './lane-axis.tsx';
import { LaneChart } from './lane-chart.tsx';
import { MomentCard } from './moment-card.tsx';
import { OverviewStrip, overviewLength } from './overview-strip.tsx';
import { RangeNote } from './range-note.tsx';
import { nodesOf, shownRange, unreadWords } from './shown-range.ts';
import { TimelineHead } from './timeline-head.tsx';
import { TimelineTables } from './timeline-table.tsx';
import { useMeasuredWidth } from './use-measured-width.ts';
import { useRangeActions } from './use-range-actions.ts';
import { edgesOf, useDrawn, useScene } from './use-scene.ts';
import { useTimelineHand } from './use-timeline-hand.ts';
import { filtersFor, parsePin, useTimelineUrl } from './use-timeline-url.ts';

const OVERVIEW_SLOTS = 240;
const HOUR_MS = 3_600_000;

const NO_ALERTS: readonly AlertView[] = [];

export function TimelineView() {
  const { url, setUrl, parsed } = useTimelineUrl();
  const { ref, width } = useMeasuredWidth();
  const narrow = useNarrow();
  const points = POINTS[useCoarse() ? 'coarse' : 'fine'];
  const zone = useTimeZone();
  const other = useOtherCluster();
  const history = useHistoryStatus();
  const watched = useLive((state) => state.status?.cluster.name ?? null);
  const limited = useLive((state) => (state.status?.sees ?? null) !== null);
  const cluster = other === null ? watched : (other.cluster?.title ?? other.id);
  const since = other === null ? history?.keptFrom : other.cluster?.keptFrom;
  const frame = useRef<HTMLDivElement>(null);
  const [hover] = useState(createHover);
  const cursor = useCursor();

  const edges = edgesOf(width, narrow);
  const moving = moves(parsed);
  const query: TimelineQuery = useMemo(
    () => ({
      ...parsed.words,
      namespaces: url.namespace,
      classes: url.class,
      q: url.q,
      moved: url.moved,
      cluster: other?.id ?? null,
    }),
    [parsed, url.namespace, url.class, url.q, url.moved, other?.id],
  );
  preloadLanes(query);
  const reading = useTimeline(query, width === 0 ? 0 : points, moving);
  const { data } = reading;
  const keptFrom = useMemo(() => keptSince(since ?? null, data?.lanes ?? []), [since, data]);
  const range = shownRange(parsed, data, reading.earlier);
  const alerts = useAlertsBetween(
    parsed.problem === null ? parsed.words : null,
    moving,
    ofCluster(query.cluster),
  );
  const { scene: latest, scale } = useScene({
    ...{ data, alerts, range, edges, width, narrow, zone, keptFrom },
    isWatched: other === null,
  });
  const { scene, earlier } = useDrawn(latest, query, !reading.earlier);
  const length = overviewLength(range, data?.asOf ?? null);
  const overview = useTimelineOverview(query, { from: length.from, to: 'now' }, OVERVIEW_SLOTS);
  const actions = useRangeActions(parsed, scale?.range ?? null, data?.asOf ?? null, setUrl);
  const pinned = useMemo(() => parsePin(url.pin), [url.pin]);
  const nodes = useMemo(() => nodesOf(data), [data]);

  const hand = useTimelineHand({ url, setUrl, hover, scene, actions, moving, cluster: query.cluster });

  const pending = (reading.earlier || range === null) && reading.problem === null;
  const words = scale === null ? null : stillWords(scale.range);
  const linkRange =
    words === null
      ? ''
      : new URLSearchParams({ ...words, ...ofCluster(query.cluster) }).toString().replaceAll('%3A', ':');
  const sentence = useMemo(
    () =>
      scene === null
        ? ''
        : chartSentence(
            scene.data.lanes,
            scene.data.total,
            // While another range is read, what is drawn is still of its own.
            { ...scene.data, range: scene.data },
            zone,
          ),
    [scene, zone],
  );
  return (
    <section
      className="timeline"
      ref={ref}
      aria-label="Timeline"
      aria-busy={reading.earlier && reading.problem === null}
    >
      <div className="tl-top">
        <TimelineHead
          url={url}
          setUrl={setUrl}
          parsed={parsed}
          range={range}
          actions={actions}
          zone={zone}
          asOf={data?.asOf ?? null}
          namespaces={other === null ? null : (data?.lanes ?? []).map(({ namespace }) => namespace)}
          note={
            other === null ? (
              <RangeNote
                parsed={parsed}
                pending={pending}
                known={range !== null && !reading.earlier}
                zone={zone}
              />
            ) : (
              <span>{pending ? 'reading…' : 'kept, not live'}</span>
            )
          }
        >
          {words === null ? null : <CopyLink words={words} />}
          {scene === null ? null : (
            <ExportMenu
              scene={scene}
              earlier={earlier}
              query={query}
              keptFrom={keptFrom}
              title={cluster === null ? 'Leases' : `Leases of ${cluster}`}
            />
          )}
        </TimelineHead>
        {parsed.problem === null ? null : (
          <Notice failing title="The range in the address cannot be read">
            {parsed.problem}
          </Notice>
        )}
        <HistoryNotice history={history} problem={reading.problem} hasData={data !== null} />
        {scale === null ? null : (
          <OverviewStrip
            overview={overview}
            words={length.words}
            window={scale.range}
            left={edges.left}
            width={edges.plot}
            pageWidth={width}
            keptFrom={keptFrom}
            show={actions.show}
          />
        )}
        {scale === null || url.view === 'table' ? null : (
          <LaneAxis
            scale={scene?.scale ?? scale}
            width={scene?.width ?? width}
            bands={scene?.bands ?? []}
            alerts={scene?.alerts.ofAll ?? NO_ALERTS}
            asOf={data?.asOf ?? null}
            joinedMs={scene?.data.pointMs ?? 0}
            zone={zone}
            total={data?.total ?? null}
            end={endsNow(parsed) && other === null ? 'now' : null}
            cursor={cursor}
            narrow={narrow}
            cluster={query.cluster}
          />
        )}
      </div>
      {scene === null || (earlier && scene.data.total === 0) ? (
        <p className="tl-more" role="status">
          {reading.problem === null
            ? 'Reading the timeline…'
            : 'Nothing to show until the history can be read.'}
        </p>
      ) : scene.data.total === 0 ? (
        <EmptyTimeline url={url} setUrl={setUrl} range={scene.scale.range} zone={zone} actions={actions} />
      ) : url.view === 'table' ? (
        <TimelineTables
          query={query}
          moving={moving}
          data={scene.data}
          range={scene.scale.range}
          unread={earlier ? unreadWords(reading.problem) : null}
          zone={zone}
        />
      ) : (
        <div className="tl-lanes" ref={frame} style={{ height: scene.layout.height }}>
          <LaneChart
            scene={scene}
            sentence={sentence}
            hours={(scene.scale.range.to - scene.scale.range.from) / HOUR_MS}
            linkRange={linkRange}
            more={reading.more}
            frame={frame}
          />
          <ChartOverlay
            scene={scene}
            hover={hover}
            cursor={cursor}
            actions={actions}
            frame={frame}
            open={hand.open}
            openAlert={hand.openAlert}
            pin={hand.pin}
            unpin={hand.unpin}
          />
          <MomentCard
            scene={scene}
            hover={hover}
            pinned={pinned}
            nodes={nodes}
            close={hand.close}
            zoomTo={actions.show}
            findByName={(lane) => void setUrl(filtersFor(lane))}
            earlier={earlier}
            filters={url}
            limited={limited}
            cluster={query.cluster}
            frame={frame}
          />
        </div>
      )}
      {scene?.data.hasMore === true ? (
        <p className="tl-more" role="status">
          {scene.data.lanes.length} of {scene.data.total} Leases. More are read as you scroll.
        </p>
      ) : null}
    </section>
  );
}
