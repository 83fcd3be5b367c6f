'use client';
import Link from 'next/link';
import { type ReactNode, type RefObject, useSyncExternalStore } from 'react';
import { leaseHref } from '../../lib/client/api-url.ts';
import { useMoment } from '../../lib/client/use-timeline-moment.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { stripIdentity } from '../../lib/view/board-holder.ts';
import { countOf, formatDateTime, formatDurationInWords, shortenMiddle } from '../../lib/view/format.ts';
import { handoverWords } from '../../lib/view/handover-words.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import type { LaneSpan } from '../../lib/view/timeline.ts';
import type { LaneRow } from '../../lib/view/timeline-layout.ts';
import { holderBefore, type Target } from '../../lib/view/timeline-target.ts';
import { endedTitle, movedWith, movedWithWords, slowWords } from '../../lib/view/timeline-words.ts';
import { CAUSE_WORDS, CauseGlyph } from '../ui/cause-glyph.tsx';
import { targetOf } from './chart-overlay.tsx';
import type { Hover } from './hover.ts';
import type { ChartScene } from './lane-chart.tsx';
import type { Pin } from './use-timeline-url.ts';

const WIDTH = 348;
/** About as tall as a card gets, px. */
const TALL = 250;
const NAMES_SHOWN = 4;

type Props = {
  scene: ChartScene;
  hover: Hover;
  pinned: Pin | null;
  nodes: ReadonlyMap<string, string>;
  close: () => void;
  pin: (target: Target) => void;
  zoomTo: (range: { from: number; to: number }) => void;
  frame: RefObject<HTMLDivElement | null>;
};

/** What lies under the cursor, or what was pinned: how it ended, from whom, to whom, and what else moved with it. */
export function MomentCard(props: Props) {
  const { scene, hover, pinned, frame } = props;
  const point = useSyncExternalStore(hover.subscribe, hover.point, () => null);
  const place = pinned ?? point;
  const row = place === null ? undefined : scene.layout.lanes.find((lane) => lane.key === place.key);
  if (place === null || row === undefined) return null;
  const { range } = scene.scale;
  if (place.at < range.from || place.at > range.to) return null;
  const target = targetOf(scene, row, place.at);
  const x = scene.scale.x(target.at);
  const left = x + 14 + WIDTH > scene.width - 8 ? Math.max(8, x - 14 - WIDTH) : x + 14;
  const box = frame.current?.getBoundingClientRect();
  const above = box !== undefined && box.top + row.middle + TALL > window.innerHeight - 36;
  const top = above ? row.middle - 14 : row.middle + 14;
  return (
    <section
      className={above ? 'tl-card above' : 'tl-card'}
      style={scene.narrow ? undefined : { left, top }}
      aria-label={`${row.lane.name}, ${formatDateTime(target.at, scene.zone)}`}
      aria-live={pinned === null ? undefined : 'polite'}
      onPointerEnter={hover.stay}
      onPointerLeave={() => {
        if (hover.point()?.by === 'pointer') hover.setSoon(null);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        props.close();
      }}
    >
      <CardBody {...props} row={row} target={target} pinned={pinned !== null} />
    </section>
  );
}

type BodyProps = Omit<Props, 'pinned' | 'frame' | 'hover'> & {
  row: LaneRow;
  target: Target;
  pinned: boolean;
};

function CardBody(props: BodyProps) {
  const { target, scene, pinned } = props;
  const { lane } = target;
  const { around, problem } = useMoment(lane, target.type === 'handover' ? target.at : null);
  const own = target.type === 'handover' ? ownHandover(target, around ?? []) : null;
  return (
    <>
      <h3>
        {glyphOf(target, own)}
        <span>{titleOf(target, own, scene)}</span>
        {pinned ? (
          <button type="button" className="close" onClick={props.close} aria-label="Close, Esc">
            ✕
          </button>
        ) : null}
      </h3>
      <dl>
        <dt>Lease</dt>
        <dd>
          <span className="mono">{shortenMiddle(lane.name, 60)}</span>{' '}
          <span className="tl-faint">{lane.namespace}</span>
        </dd>
        <Facts {...props} own={own} around={around} problem={problem} />
        {target.slow === null ? null : (
          <>
            <dt>Meanwhile</dt>
            <dd>{slowWords(target.slow)}</dd>
          </>
        )}
      </dl>
      <div className="hint">
        {pinned ? (
          <>
            <Link href={`${leaseHref(lane)}?at=${Math.round(target.at)}`}>Lease at this moment</Link>
            {target.type === 'nothing' ? null : (
              <button type="button" onClick={() => props.zoomTo(closeUp(target, scene))}>
                zoom to it
              </button>
            )}
          </>
        ) : (
          <span>
            {target.type === 'handover'
              ? 'click: open this moment'
              : target.type === 'dense'
                ? 'click: zoom to it'
                : 'click: keep this open'}{' '}
            · drag: zoom · Esc: let go
          </span>
        )}
        {!pinned && target.type === 'handover' ? (
          <button type="button" onClick={() => props.pin(target)}>
            keep open
          </button>
        ) : null}
      </div>
    </>
  );
}

function Facts({
  target,
  scene,
  nodes,
  own,
  around,
  problem,
}: BodyProps & {
  own: Handover | null;
  around: readonly Handover[] | null;
  problem: string | null;
}): ReactNode {
  const { data, zone } = scene;
  const moment = (at: number): string => formatMoment(at, data.asOf, zone);
  const name = (span: Pick<LaneSpan, 'holder' | 'node'> | null): ReactNode => (
    <HolderLine span={span} scene={scene} />
  );
  switch (target.type) {
    case 'handover': {
      const before = holderBefore(target.lane, target.span);
      const from =
        own === null ? before : own.from === null ? null : { holder: own.from, ...nodeIn(nodes, own.from) };
      const words =
        own === null
          ? null
          : handoverWords(own, { now: data.asOf, zone, durationMs: null, retryMs: null, live: true });
      const moved =
        own === null || around === null ? null : movedWith(own, around, (one) => nodes.get(one) ?? null);
      return (
        <>
          <dt>At</dt>
          <dd>{formatDateTime(target.at, zone)}</dd>
          <dt>From</dt>
          <dd>{name(from)}</dd>
          <dt>To</dt>
          <dd>{name(target.span)}</dd>
          {words === null ? null : (
            <>
              <dt>Evidence</dt>
              <dd>
                {words.evidence} <span className="tl-faint">{capital(words.sure)}.</span>
              </dd>
            </>
          )}
          <dt>With it</dt>
          <dd>
            {moved !== null ? (
              <>
                {movedWithWords(moved)}{' '}
                {moved.names.length === 0 ? null : (
                  <span className="tl-faint">
                    {moved.names
                      .slice(0, NAMES_SHOWN)
                      .map((one) => shortenMiddle(one, 34))
                      .join(', ')}
                    {moved.names.length > NAMES_SHOWN ? ` and ${moved.names.length - NAMES_SHOWN} more` : ''}
                  </span>
                )}
              </>
            ) : problem !== null ? (
              `Could not be read: ${problem}`
            ) : around === null ? (
              'reading…'
            ) : (
              'The handover itself is no longer kept; only that it happened is.'
            )}
          </dd>
        </>
      );
    }
    case 'blind':
      return (
        <>
          <dt>From</dt>
          <dd>{formatDateTime(target.stretch.from, zone)}</dd>
          <dt>To</dt>
          <dd>{formatDateTime(target.stretch.to, zone)}</dd>
          <dt>Known</dt>
          <dd>Nothing: handovers may hide here. What was found afterwards is drawn to the right of it.</dd>
        </>
      );
    case 'nothing':
      return (
        <>
          <dt>Known</dt>
          <dd>Nothing of this Lease at {moment(target.at)}: it did not exist, or nothing was kept yet.</dd>
        </>
      );
    case 'tenure':
    case 'expired':
    case 'dense':
    case 'vacancy': {
      const { span } = target;
      return (
        <>
          {target.type === 'vacancy' ? null : (
            <>
              <dt>{target.type === 'dense' ? 'Held last by' : 'Holder'}</dt>
              <dd>{name(span)}</dd>
            </>
          )}
          <dt>From</dt>
          <dd>{span.from <= data.from ? `before ${moment(data.from)}` : moment(span.from)}</dd>
          <dt>To</dt>
          <dd>{span.to >= data.to ? `after ${moment(data.to)}` : moment(span.to)}</dd>
        </>
      );
    }
  }
}

function HolderLine({ span, scene }: { span: Pick<LaneSpan, 'holder' | 'node'> | null; scene: ChartScene }) {
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

function nodeIn(nodes: ReadonlyMap<string, string>, holder: string): { node?: string } {
  const node = nodes.get(holder);
  return node === undefined ? {} : { node };
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
  switch (target.type) {
    case 'handover':
      if (own !== null) return endedTitle(own);
      return target.span.cause === undefined ? 'Handover' : CAUSE_WORDS[target.span.cause];
    case 'tenure': {
      const { span } = target;
      const open = span.from <= data.from || span.to >= data.to;
      return `Held for ${open ? 'at least ' : ''}${formatDurationInWords(span.to - span.from)}`;
    }
    case 'vacancy':
      return `Nobody held it, ${formatDurationInWords(target.span.to - target.span.from)}`;
    case 'expired':
      return `Expired, but still held, ${formatDurationInWords(target.span.to - target.span.from)}`;
    case 'dense':
      return `${countOf(target.span.count ?? 0, 'handover')} in ${formatDurationInWords(target.span.to - target.span.from)}`;
    case 'blind':
      return `Not watched, ${formatDurationInWords(target.stretch.to - target.stretch.from)}`;
    case 'nothing':
      return 'Nothing known';
  }
}

/** A range in which the mark is told apart from what is around it. */
export function closeUp(target: Target, { scale }: Pick<ChartScene, 'scale'>): { from: number; to: number } {
  const { from, to } =
    target.type === 'handover' || target.type === 'nothing'
      ? { from: target.at, to: target.at }
      : target.type === 'blind'
        ? target.stretch
        : target.span;
  const around = Math.max((to - from) * 0.2, to === from ? (scale.range.to - scale.range.from) / 20 : 1_000);
  return { from: from - around, to: to + around };
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
