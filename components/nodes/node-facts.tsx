'use client';
import Link from 'next/link';
import { leaseHref } from '../../lib/client/api-url.ts';
import type { Reading } from '../../lib/client/use-nodes.ts';
import { useNow } from '../../lib/client/use-now.ts';
import { clockKind } from '../../lib/view/clock-kind.ts';
import { intervalWords } from '../../lib/view/clock-words.ts';
import { countOf, formatDuration, formatLimit } from '../../lib/view/format.ts';
import type { ClockOffset } from '../../lib/view/lease-row.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { HEARTBEAT_WORDS, type NodeItem, type NodesAnswer, nobodySince } from '../../lib/view/nodes.ts';
import { clockWords, formatOffset } from '../../lib/view/offset-words.ts';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';

const MOST_HELD = 12;

/** What is known of one node; or that it is read, cannot be, or is not there. */
export function NodeFacts({
  name,
  reading: { data, problem },
  silent,
  asOf,
}: {
  name: string;
  /** Of this name; while that is read it may still be what was read of another. */
  reading: Reading<NodesAnswer>;
  /** Nothing is heard of nodes now. */
  silent: boolean;
  /** Until when it was, epoch ms. */
  asOf: number | null;
}) {
  const node = data?.items.find((one) => one.name === name);
  const isOther = node === undefined && data !== null && data.items.length > 0;
  if (data === null || isOther)
    return <p className="nd-words">{problem === null ? 'Reading…' : `Could not be read: ${problem}.`}</p>;
  return (
    <>
      {node === undefined ? (
        <p className="nd-words">No node of this name sends a heartbeat now.</p>
      ) : (
        <>
          <Facts node={silent ? { ...node, state: 'unknown' } : node} asOf={data.asOf} />
          {silent && asOf !== null ? <HeardUntil asOf={asOf} /> : null}
        </>
      )}
      {problem === null ? null : <p className="nd-words">Could not be read the last time: {problem}.</p>}
    </>
  );
}

function Facts({ node, asOf }: { node: NodeItem; asOf: number }) {
  const { state, ageMs, ageCertain, durationMs, lastRenewalAt, clockOffsetMs: clock, holds } = node;
  const zone = useTimeZone();
  const now = useNow() ?? asOf;
  return (
    <dl className="nd-facts">
      <dt>Heartbeat</dt>
      <dd>
        <span className="nd-state">
          <StateGlyph state={state} />
          {HEARTBEAT_WORDS[state]}
        </span>
        {ageMs === null || lastRenewalAt === null
          ? ''
          : state === 'unknown'
            ? `, last seen at ${formatMoment(lastRenewalAt, now, zone)}`
            : state === 'vacant'
              ? `, ${nobodySince(lastRenewalAt, node, now, zone)}`
              : `, ${ageCertain ? '' : 'about '}${formatDuration(ageMs)} ago${durationMs === null ? '' : ` of ${formatLimit(durationMs)}`}`}
      </dd>
      <dt>Clock</dt>
      <dd>{clock === null ? 'not resolvable' : <Clock offset={clock} />}</dd>
      <dt>Holds</dt>
      <dd>
        {holds.length === 0 ? 'no Lease that is known to' : null}
        {holds.slice(0, MOST_HELD).map((one) => (
          <HeldLease key={one} name={one} />
        ))}
        {holds.length > MOST_HELD ? `and ${holds.length - MOST_HELD} more` : null}
      </dd>
    </dl>
  );
}

function HeardUntil({ asOf }: { asOf: number }) {
  const zone = useTimeZone();
  const now = useNow() ?? asOf;
  return <p className="nd-words">Clock and Leases as of {formatMoment(asOf, now, zone)}.</p>;
}

/** By the heartbeat alone: what all that runs there tells of it together may be closer. */
function Clock({ offset }: { offset: ClockOffset }) {
  const kind = clockKind(offset);
  const isWrong = kind === 'ahead' || kind === 'behind' || kind === 'torn';
  return (
    <>
      {isWrong ? <b className="nd-late">{clockWords(offset).value}: </b> : null}
      {intervalWords(offset)}{' '}
      <small>
        by {countOf(offset.samples, 'renewal')} of its heartbeat alone, latency allowance{' '}
        {formatOffset(offset.latencyAllowanceMs)}
      </small>
    </>
  );
}

function HeldLease({ name }: { name: string }) {
  const slash = name.indexOf('/');
  const lease = { namespace: name.slice(0, slash), name: name.slice(slash + 1) };
  return (
    <Link className="link mono" href={leaseHref(lease)} prefetch={false}>
      {name}
    </Link>
  );
}
