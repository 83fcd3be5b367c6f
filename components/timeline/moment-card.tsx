'use client';
import Link from 'next/link';
import { Fragment, type ReactNode, type RefObject, useSyncExternalStore } from 'react';
import { momentHref } from '../../lib/client/api-url.ts';
import { useMoment } from '../../lib/client/use-timeline-moment.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { alertHref } from '../../lib/view/alert-links.ts';
import { beganWords, lastedWords } from '../../lib/view/alert-times.ts';
import { formatDateTime } from '../../lib/view/format.ts';
import { endedInLane, stretchTitle } from '../../lib/view/timeline-card.ts';
import { laneKey } from '../../lib/view/timeline-layout.ts';
import type { Target } from '../../lib/view/timeline-target.ts';
import { endedTitle, slowWords } from '../../lib/view/timeline-words.ts';
import { SeverityGlyph } from '../alerts/severity-glyph.tsx';
import { CauseGlyph } from '../ui/cause-glyph.tsx';
import { AbsentCard } from './absent-card.tsx';
import { CardFrame } from './card-frame.tsx';
import { type CardPlace, cardPlace } from './card-place.ts';
import { alertsOver, closeUp, targetOf } from './chart-target.ts';
import type { Hover } from './hover.ts';
import type { ChartScene } from './lane-chart.tsx';
import { MomentFacts } from './moment-facts.tsx';
import { stickyBottom } from './sticky-bottom.ts';
import { isAskedFor, isFiltered, type Pin, type TimelineFilters } from './use-timeline-url.ts';

/** So many alerts of one moment are named. */
const MOST_ALERTS = 3;
/** The status bar, and a little above it, px. */
const FOOT = 36;

type Props = {
  scene: ChartScene;
  hover: Hover;
  pinned: Pin | null;
  nodes: ReadonlyMap<string, string>;
  close: () => void;
  zoomTo: (range: { from: number; to: number }) => void;
  findByName: (lane: { namespace: string; name: string }) => void;
  /** What is drawn is of another question: what has no lane may get one. */
  earlier: boolean;
  filters: TimelineFilters;
  /** Whoever looks is not told of all Leases. */
  limited: boolean;
  /** Another one than is watched. */
  cluster: string | null;
  frame: RefObject<HTMLDivElement | null>;
};

/**
 * What lies under the cursor, or what was pinned: how it ended, from whom, to whom, and what else moved with it.
 * One that only passes lets the pointer through: it never stands between the reader and the lanes.
 */
export function MomentCard(props: Props) {
  const { scene, hover, pinned, frame } = props;
  const point = useSyncExternalStore(hover.subscribe, hover.point, () => null);
  const place = pinned ?? point;
  const row = place === null ? undefined : scene.layout.lanes.find((lane) => lane.key === place.key);
  const { range } = scene.scale;
  if (place === null || place.at < range.from || place.at > range.to) return null;
  if (row === undefined) {
    if (pinned === null || props.earlier) return null;
    const [namespace = '', name = ''] = pinned.key.split('/');
    const { close, filters, limited } = props;
    const lane = { namespace, name };
    const asked = isAskedFor(lane, filters);
    const filtered = !asked && (isFiltered(filters) || filters.moved);
    const findByName = asked ? null : props.findByName;
    return (
      <AbsentCard
        {...{ lane, close, findByName, filtered, limited }}
        data={scene.data}
        narrow={scene.narrow}
      />
    );
  }
  const target = targetOf(scene, row, place.at);
  const spot = { x: scene.scale.x(target.at), middle: row.middle, width: scene.width };
  const at = scene.narrow ? null : cardPlace(spot, seenOf(frame.current));
  return <TargetCard {...props} target={target} pinned={pinned !== null} place={at} />;
}

/** From where to where lanes are seen, px of the lanes. */
function seenOf(frame: HTMLElement | null): { top: number; bottom: number } | null {
  if (frame === null) return null;
  const { top } = frame.getBoundingClientRect();
  return { top: stickyBottom(frame) + 4 - top, bottom: window.innerHeight - FOOT - top };
}

type TargetProps = Pick<Props, 'scene' | 'nodes' | 'close' | 'zoomTo' | 'cluster'> & {
  target: Target;
  pinned: boolean;
  place: CardPlace | null;
};

function TargetCard({ target, scene, pinned, place, nodes, close, zoomTo, cluster }: TargetProps) {
  const { lane } = target;
  const { around, problem } = useMoment(lane, target.type === 'handover' ? target.at : null, cluster);
  const own = target.type === 'handover' ? ownHandover(target, around ?? []) : null;
  return (
    <CardFrame
      lane={lane}
      label={`${lane.name}, ${formatDateTime(target.at, scene.zone)}`}
      title={
        <>
          {glyphOf(target, own)}
          <span>{titleOf(target, own, scene)}</span>
        </>
      }
      place={place}
      close={pinned ? close : null}
      hint={
        pinned ? (
          <>
            <Link href={momentHref(lane, target.at, cluster)}>Lease at this moment</Link>
            {target.type === 'nothing' ? null : (
              <button type="button" onClick={() => zoomTo(closeUp(target, scene))}>
                zoom to it
              </button>
            )}
          </>
        ) : (
          <span>
            {target.type === 'handover'
              ? 'click: open this moment · p: keep this open'
              : target.type === 'dense'
                ? 'click: zoom to it · p: keep this open'
                : 'click or p: keep this open'}{' '}
            · drag: zoom
          </span>
        )
      }
    >
      <MomentFacts {...{ target, scene, nodes, own, around, problem, cluster }} />
      <AlertFacts
        alerts={alertsOver(scene, laneKey(lane), target.at)}
        scene={scene}
        linked={cluster === null}
      />
      {target.slow === null ? null : (
        <>
          <dt>Meanwhile</dt>
          <dd>{slowWords(target.slow, scene.data.pointMs)}</dd>
        </>
      )}
    </CardFrame>
  );
}

/** What fired about the Lease just then. */
function AlertFacts({
  alerts,
  scene,
  linked,
}: {
  alerts: readonly AlertView[];
  scene: ChartScene;
  /** Alerts of another cluster have no page here. */
  linked: boolean;
}) {
  const { data, zone } = scene;
  return alerts.slice(0, MOST_ALERTS).map((alert) => (
    <Fragment key={alert.id}>
      <dt>Alert</dt>
      <dd>
        <SeverityGlyph severity={alert.severity} />{' '}
        {linked ? (
          <Link className="link" href={alertHref(alert)} prefetch={false}>
            {alert.title}
          </Link>
        ) : (
          alert.title
        )}{' '}
        <span className="tl-faint">
          {beganWords(alert, data.asOf, zone)}, {lastedWords(alert, data.asOf)}
        </span>
      </dd>
    </Fragment>
  ));
}

/** The handover that this mark stands for, among those that were read about its moment. */
function ownHandover(target: Target, around: readonly Handover[]): Handover | null {
  const own = around
    .filter((one) => one.namespace === target.lane.namespace && one.name === target.lane.name)
    .sort((a, b) => Math.abs(a.at - target.at) - Math.abs(b.at - target.at))[0];
  return own ?? null;
}

function glyphOf(target: Target, own: Handover | null): ReactNode {
  const cause = own?.cause ?? (target.type === 'handover' ? target.span.cause : undefined);
  if (cause !== undefined) return <CauseGlyph cause={cause} />;
  const marks = {
    vacancy: 'hatch-vacant',
    expired: 'tl-expired',
    dense: 'tl-dense',
    blind: 'hatch-unknown',
  } as const;
  return target.type in marks ? (
    <i className={`swatch ${marks[target.type as keyof typeof marks]}`} aria-hidden="true" />
  ) : null;
}

function titleOf(target: Target, own: Handover | null, { data }: ChartScene): string {
  if (own !== null) return endedTitle(own);
  return target.type === 'handover'
    ? endedInLane(target.lane, target.span, data)
    : stretchTitle(target, data);
}
