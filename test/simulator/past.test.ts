/** The demo's past, played and watched as if it were the present. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createLeaseBook } from '../../lib/lease/book.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { createCluster } from '../../lib/simulator/cluster.ts';
import { WORKLOADS } from '../../lib/simulator/demo-workloads.ts';
import { playStretch, type Span, stretches } from '../../lib/simulator/past.ts';
import { type PastLease, planPast } from '../../lib/simulator/past-plan.ts';
import { PAST_MS } from '../../lib/simulator/past-story.ts';
import { watchedSpans, watchPast } from '../../lib/simulator/past-watch.ts';
import { createPlayedTime } from '../../lib/simulator/played-time.ts';
import { createRandom } from '../../lib/simulator/random.ts';
import { ELECTIONS } from '../../lib/simulator/topology.ts';

const BEGINS = Date.UTC(2026, 2, 18, 14, 0, 0);
const MINUTE = 60_000;

function beginning() {
  const cluster = createCluster({ timers: createPlayedTime(BEGINS), random: createRandom(7) });
  const leases = ELECTIONS.map(({ namespace, name }) => {
    const { uid, holder, spec } = cluster.store.leases.get(namespace, name);
    const transitions = spec.leaseTransitions ?? 0;
    return { namespace, name, uid, holder, transitions, acquiredAt: Date.parse(spec.acquireTime ?? '') };
  });
  return { leases, revision: cluster.store.revisions.current() };
}

const { leases, revision } = beginning();
const past = planPast({
  elections: ELECTIONS,
  workloads: WORKLOADS,
  leases,
  beginsAt: BEGINS,
  random: createRandom(9),
});
const spans = stretches(past, BEGINS);
const ago = (seconds: number) => BEGINS - seconds * 1_000;
const spanAt = (at: number): Span => {
  const span = spans.find(({ from, to }) => from <= at && at < to);
  if (span === undefined) throw new Error(`nothing is played at ${at}`);
  return span;
};

type Seen = { handovers: Handover[]; renewals: number; late: Set<string>; watched: Span[]; left: string[] };

function play(span: Span): Seen {
  const stretch = playStretch(past, span, { at: BEGINS, revision });
  const handovers = new Map<string, Handover>();
  const late = new Set<string>();
  let renewals = 0;
  const book = createLeaseBook(
    {
      rowChanged: () => undefined,
      removed: () => undefined,
      handover: (handover) => void handovers.set(handover.id, handover),
      renewed({ lastGapMs, lateAfterMs, record }) {
        renewals += 1;
        if (lastGapMs !== null && lateAfterMs !== null && lastGapMs > lateAfterMs) late.add(record.name);
      },
    },
    { remembers: false, draw: () => 0 },
  );
  watchPast(stretch, book.addScope());
  while (stretch.pass(MINUTE));
  const left = past.map(({ spec }) => {
    const version = stretch.store.leases.get(spec.namespace, spec.name);
    return `${spec.name} ${version.uid} ${version.holder} ${version.spec.leaseTransitions}`;
  });
  return { handovers: [...handovers.values()], renewals, late, watched: watchedSpans(stretch), left };
}

const words = ({ name, cause, at }: Handover) => `${name} ${cause} ${Math.round((BEGINS - at) / 1_000)}`;
const planned = (lease: PastLease, span: Span) =>
  lease.tenures.slice(1).filter(({ from }) => from >= span.from && from < span.to);

describe('the stretches', () => {
  test('cover the day without a gap, newest first, each about an hour long', () => {
    expect(spans[0]?.to).toBe(BEGINS);
    expect(spans.at(-1)?.from).toBe(BEGINS - PAST_MS);
    for (const { from } of spans) expect(from % MINUTE).toBe(0);
    for (const [index, { from, to }] of spans.entries()) {
      expect(spans[index + 1]?.to ?? from).toBe(from);
      expect(to - from).toBeLessThan(75 * MINUTE);
    }
  });

  test('end with what begins then, and count up to what the present Leases say', () => {
    const newest = play(spanAt(BEGINS - 1));
    expect(newest.left).toEqual(
      leases.map(({ name, uid, holder, transitions }) => `${name} ${uid} ${holder} ${transitions}`),
    );
    expect(newest.renewals).toBeGreaterThan(20_000);
    const [first, second] = spans.slice(-2).reverse();
    if (first === undefined || second === undefined) throw new Error('there is only one stretch');
    const stretch = playStretch(past, second, { at: BEGINS, revision });
    const begins = past.map(({ spec }) => {
      const version = stretch.store.leases.get(spec.namespace, spec.name);
      return `${spec.name} ${version.uid} ${version.holder} ${version.spec.leaseTransitions}`;
    });
    expect(play(first).left).toEqual(begins);
  });
});

describe('what is seen of them', () => {
  const drained = ago(15_930);
  let drain: Seen;
  beforeAll(() => {
    drain = play(spanAt(drained));
  });

  test('a node that is drained: five Leases leave it within a minute, when the present holders say so', () => {
    expect(drain.handovers.map(words)).toEqual([
      'argo-rollouts-controller-lock expiry 15948',
      'crossplane-leader-election-core expiry 15937',
      'operator.keda.sh release 15926',
      'ebs-csi-aws-com expiry 15916',
      'external-attacher-leader-ebs-csi-aws-com expiry 15916',
    ]);
    for (const { name, to, at } of drain.handovers) {
      const lease = leases.find((one) => one.name === name);
      expect(to).toBe(lease?.holder);
      // The request's way to the API server and back.
      expect(at - (lease?.acquiredAt ?? 0)).toBeGreaterThan(0);
      expect(at - (lease?.acquiredAt ?? 0)).toBeLessThan(250);
    }
    const from = past.flatMap((lease) => lease.tenures.filter(({ end }) => end !== null).slice(-1));
    const nodes = drain.handovers.map((one) => from.find(({ identity }) => identity === one.from));
    expect(nodes.map((tenure) => tenure?.replica?.node)).toEqual(Array(5).fill('wa-07'));
  });

  test('two moves while nobody watched: one handover that nobody saw, and it says two', () => {
    const seen = play(spanAt(ago(5_400)));
    expect(seen.handovers.map(words)).toEqual(['plndr-cp-lock unseen 5364']);
    expect(seen.handovers[0]?.transitionsDelta).toBe(2);
    expect(seen.watched).toHaveLength(2);
    expect((seen.watched[1]?.from ?? 0) - (seen.watched[0]?.to ?? 0)).toBe(11 * MINUTE);
  });

  test('an API server that is slow: many are late, nobody loses a lock', () => {
    const seen = play(spanAt(ago(2_300)));
    expect(seen.late.size).toBeGreaterThanOrEqual(10);
    expect(seen.handovers).toEqual([]);
  });

  test('an hour of flapping, and every planned change by its cause', () => {
    const span = spanAt(ago(40_500));
    const { handovers } = play(span);
    expect(handovers.length).toBeGreaterThanOrEqual(6);
    const wanted = past.flatMap((lease) =>
      planned(lease, span).map(({ identity }) => `${lease.spec.name} ${identity}`),
    );
    expect(handovers.map(({ name, to }) => `${name} ${to}`).sort()).toEqual(wanted.sort());
    expect(new Set(handovers.map(({ cause }) => cause))).toEqual(new Set(['release', 'expiry']));
  });

  test('a holder written by hand, and how it is won back', () => {
    const { handovers } = play(spanAt(ago(46_980)));
    expect(handovers.map(words)).toEqual([
      'crossplane-leader-election-core early 46992',
      'crossplane-leader-election-core expiry 46975',
    ]);
  });
});
