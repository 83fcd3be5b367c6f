import { describe, expect, it } from 'vitest';
import { slowRenewals } from '../../lib/detect/slow-renewals.ts';
import type { TrackedLease } from '../../lib/lease/tracked.ts';
import { feed } from '../lease/builders.ts';
import { clusterSight, heartbeat, type LeaseOver, NOW, type SightOver, tracked } from './cluster-builders.ts';

const some = (count: number, over: LeaseOver = {}): TrackedLease[] =>
  Array.from({ length: count }, () => tracked(over));
const fresh = (count: number): TrackedLease[] =>
  Array.from({ length: count }, (_, index) => heartbeat(`node-${index}`, 5000));
/** Heartbeats of which none came for longer than usual. */
const missing = (count: number): TrackedLease[] =>
  Array.from({ length: count }, (_, index) => heartbeat(`node-${index}`, 13_000));
const finding = (over: SightOver) => slowRenewals(clusterSight(over)).finding;

describe('slow-renewals (field guide §10, "slow API server")', () => {
  it.each<[string, SightOver, boolean]>([
    ['nothing', {}, false],
    ['all in time', { elections: some(10), heartbeats: fresh(10) }, false],
    [
      'all silent, and the heartbeats too',
      { elections: some(10, { ageMs: 8000 }), heartbeats: missing(10) },
      true,
    ],
    [
      'a fifth silent, and a fifth of the heartbeats',
      {
        elections: [...some(2, { ageMs: 8000 }), tracked({ ageMs: 9000 }), ...some(12)],
        heartbeats: [...missing(3), ...fresh(9)],
      },
      true,
    ],
    [
      'less than a fifth',
      { elections: [...some(3, { ageMs: 8000 }), ...some(13)], heartbeats: missing(5) },
      false,
    ],
    ['two of two', { elections: some(2, { ageMs: 8000 }), heartbeats: missing(5) }, false],
    [
      'a rollout of everything: heartbeats go on',
      { elections: some(10, { ageMs: 8000 }), heartbeats: fresh(10) },
      false,
    ],
    [
      '… although some nodes were gone before',
      {
        elections: some(10, { ageMs: 8000 }),
        heartbeats: [
          ...fresh(10),
          ...[1, 2, 3, 4, 5].map((hours) => heartbeat(`gone-${hours}`, hours * 3_600_000)),
        ],
      },
      false,
    ],
    [
      '… although one node reboots',
      {
        elections: some(10, { ageMs: 8000 }),
        heartbeats: [heartbeat('down', 13_000), ...fresh(2)],
      },
      false,
    ],
    [
      'no heartbeats to be seen: nearly all are needed',
      { elections: [...some(7, { ageMs: 8000 }), ...some(3)] },
      false,
    ],
    ['… and are enough', { elections: [...some(8, { ageMs: 8000 }), ...some(2)] }, true],
    [
      'the same holders after gaps that made them late',
      { elections: [...some(3, { lastGapMs: 8000 }), ...some(12)] },
      true,
    ],
    [
      '… though heartbeats go on',
      { elections: [...some(3, { lastGapMs: 8000 }), ...some(9)], heartbeats: fresh(10) },
      true,
    ],
    ['a third lost one try: two gaps', { elections: [...some(5, { lastGapMs: 4100 }), ...some(10)] }, false],
    [
      'a third lost two tries: no one was late',
      { elections: [...some(5, { lastGapMs: 6100 }), ...some(10)] },
      false,
    ],
    [
      'all are slower than usual',
      { elections: [...some(9, { lastGapMs: 6100 }), ...some(1)], heartbeats: fresh(10) },
      true,
    ],
    [
      'gaps that are long for who renews twice a second',
      { elections: some(10, { usualGapMs: 500, lastGapMs: 1500 }) },
      false,
    ],
    [
      'all are silent for minutes, and no heartbeats to be seen',
      { elections: some(5, { ageMs: 320_000 }) },
      true,
    ],
    // 15 s and 4.4 gaps more until a standby is overdue, from when it was late, and five minutes.
    ['… for longer: they were left behind together', { elections: some(5, { ageMs: 332_000 }) }, false],
    [
      '… though an API server that takes no write for hours leaves no heartbeat either',
      {
        elections: some(5, { ageMs: 7_200_000 }),
        heartbeats: [1, 2, 3, 4, 5].map((node) => heartbeat(`node-${node}`, 7_200_000 + node * 1000)),
      },
      true,
    ],
    [
      'what was left behind together keeps nobody from seeing others fall silent',
      { elections: [...some(5, { ageMs: 900_000 }), ...some(4, { ageMs: 8000 }), ...some(1)] },
      true,
    ],
    [
      'left over since long ago, each from another time',
      {
        elections: [1, 2, 3, 4, 5, 6, 7, 8]
          .map((hours) => tracked({ ageMs: hours * 3_600_000 }))
          .concat(some(2)),
      },
      false,
    ],
    ['nobody holds them', { elections: some(10, { ageMs: 8000, holder: null }) }, false],
    [
      'the feed is not live',
      { elections: some(10, { ageMs: 8000 }), feeds: [feed({ state: 'stale' })] },
      false,
    ],
    [
      'the watch may be dead: it is not proved to when they began to be late',
      {
        elections: some(10, { ageMs: 8000 }),
        heartbeats: missing(10),
        feeds: [feed({ provenAt: NOW - 501 })],
      },
      false,
    ],
    [
      '… nor to when heartbeats were due',
      {
        elections: [...some(3, { ageMs: 9000 }), ...some(7)],
        heartbeats: missing(10),
        feeds: [feed({ provenAt: NOW - 1400 })],
      },
      false,
    ],
    [
      '… but to both',
      {
        elections: [...some(3, { ageMs: 9000 }), ...some(7)],
        heartbeats: missing(10),
        feeds: [feed({ provenAt: NOW - 1200 })],
      },
      true,
    ],
    [
      'the feed is back for a second',
      {
        elections: some(10, { ageMs: 8000 }),
        feeds: [feed({ provenAt: NOW, reconnects: 1, since: NOW - 1000 })],
      },
      false,
    ],
    [
      '… and for so long that they are late again',
      {
        elections: some(10, { ageMs: 18_000 }),
        feeds: [feed({ provenAt: NOW, reconnects: 1, since: NOW - 8000 })],
      },
      true,
    ],
  ])('%s', (_, over, found) => {
    expect(finding(over) !== null).toBe(found);
  });

  it('is one finding for 5,000, which began when the first of them was late', () => {
    const elections = some(4999, { ageMs: 9000 }).concat(tracked({ ageMs: 9900 }));
    const { finding, nodes } = slowRenewals(clusterSight({ elections, heartbeats: missing(50) }));
    expect(finding).toMatchObject({ key: 'cluster', severity: 'warning', certainty: 'likely' });
    expect(finding?.since).toBe(NOW - 9900 + 7500);
    expect(finding?.evidence).toMatchObject({ late: 5000, of: 5000, expired: 0, factor: 'all' });
    expect(nodes.size).toBe(0);
  });

  it('is critical once a Lease has expired', () => {
    const elections = [...some(5, { ageMs: 14_900 }), tracked({ ageMs: 15_100 })];
    expect(finding({ elections, heartbeats: missing(5) })?.severity).toBe('critical');
  });

  it('counts as expired only what is on a proved watch', () => {
    const elections = some(10, { ageMs: 15_100 });
    const found = finding({ elections, heartbeats: missing(5), feeds: [feed({ provenAt: NOW - 200 })] });
    expect(found).toMatchObject({ severity: 'warning', evidence: { late: 10, expired: 0 } });
  });

  it.each<[string, LeaseOver[], Record<string, string>, string | null]>([
    ['one node', [{ name: 'a' }, { name: 'b' }, { name: 'c' }], { a: 'n1', b: 'n1', c: 'n1' }, 'node/n1'],
    [
      'one holder',
      [
        { name: 'a', holder: 'p' },
        { name: 'b', holder: 'p' },
        { name: 'c', holder: 'p' },
      ],
      {},
      'holder/p',
    ],
    ['three nodes', [{ name: 'a' }, { name: 'b' }, { name: 'c' }], { a: 'n1', b: 'n2', c: 'n3' }, 'cluster'],
    ['not known where', [{ name: 'a' }, { name: 'b' }, { name: 'c' }], {}, 'cluster'],
  ])('names what is slow: %s', (_, late, nodes, key) => {
    const elections = [...late.map((over) => tracked({ ...over, lastGapMs: 8000 })), ...some(9)];
    const nodeOf = ({ record }: TrackedLease): string | null => nodes[record.name] ?? null;
    expect(finding({ elections, nodeOf })?.key).toBe(key);
  });

  it('blames no place where it is as bad elsewhere', () => {
    const there = some(3, { holder: 'p', lastGapMs: 8000 });
    const late = tracked({ lastGapMs: 8000 });
    expect(finding({ elections: [...there, late, ...some(3)] })?.key).toBe('cluster');
    expect(finding({ elections: [...there, late, ...some(9)] })?.key).toBe('holder/p');
  });

  it('blames no node where all that is watched runs on it', () => {
    const elections = some(5, { lastGapMs: 8000 });
    expect(finding({ elections, nodeOf: () => 'n1' })?.key).toBe('cluster');
    expect(
      finding({ elections: [...elections, tracked()], nodeOf: ({ lastGapMs }) => (lastGapMs ? 'n1' : 'n2') })
        ?.key,
    ).toBe('node/n1');
  });

  it('does not call a Pod that is gone slow: its Leases are silent, and no others', () => {
    const elections = [...some(3, { holder: 'p', ageMs: 20_000 }), ...some(4)];
    expect(finding({ elections, heartbeats: [] })).toBeNull();
    expect(finding({ elections, heartbeats: [...missing(2), ...fresh(3)] })).toBeNull();
  });

  describe('many nodes at once (§10)', () => {
    const silent = (count: number, ageMs = 41_000): TrackedLease[] =>
      Array.from({ length: count }, (_, index) => heartbeat(`gone-${index}`, ageMs + index * 100));

    it.each<[string, TrackedLease[], number]>([
      ['a fifth of them', [...silent(3), ...fresh(12)], 3],
      ['fewer', [...silent(3), ...fresh(13)], 0],
      ['two of two', silent(2), 0],
      ['one after the other', [heartbeat('a', 41_000), heartbeat('b', 61_000), heartbeat('c', 81_000)], 0],
    ])('%s', (_, heartbeats, count) => {
      const { finding, nodes } = slowRenewals(clusterSight({ heartbeats, elections: some(10) }));
      expect(nodes.size).toBe(count);
      expect(finding !== null).toBe(count > 0);
    });

    it('leaves out those that are cordoned', () => {
      const cordoned = new Set(['gone-0', 'gone-1', 'gone-2']);
      expect(slowRenewals(clusterSight({ heartbeats: silent(3), cordoned })).finding).toBeNull();
    });

    it('is critical when the cluster gives them up, and says since when', () => {
      const found = finding({ heartbeats: silent(4, 50_100) });
      expect(found).toMatchObject({ severity: 'critical', key: 'nodes', since: NOW - 50_400 + 40_000 });
    });

    it('names them, as many as can be read, and asks for nodes: no API server is to blame', () => {
      expect(finding({ heartbeats: silent(3) })?.summary).toContain('gone-0, gone-1, gone-2. Look');
      expect(finding({ heartbeats: silent(6) })?.summary).toContain('gone-3, gone-4 and 1 other. Look');
      const next = finding({ heartbeats: silent(60) })?.next ?? [];
      expect(next.map(({ command }) => command)).toEqual([
        'kubectl get nodes -L topology.kubernetes.io/zone',
      ]);
    });
  });
});
