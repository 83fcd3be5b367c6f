import { describe, expect, it, test } from 'vitest';
import { allSettled, isSettled, mayJudge, type SettlingLease, settlingMs } from '../../lib/alert/settling.ts';
import { FEED_STATES, type FeedState } from '../../lib/lease/feed.ts';
import { about, everywhere, finding, T0 } from './builders.ts';

const lease = (seconds: number | null, gapMs: number | null): SettlingLease => ({
  expiresAfterMs: seconds === null ? null : seconds * 1000,
  usualGapMs: gapMs,
});
const feed = (state: FeedState, since = T0) => ({ state, since });

describe('the settling time, max(30 s, L + 4.4 r) (§10)', () => {
  test.each([
    ['nothing about a single Lease', null, 30_000],
    ['one without a duration', lease(null, 2000), 30_000],
    ['one of kube-scheduler', lease(15, 2000), 30_000],
    ['one of a CSI sidecar', lease(15, 5000), 37_000],
    ['one of OpenShift', lease(137, 26_000), 251_400],
    ['one of OpenShift on a single node', lease(270, 60_000), 534_000],
    ['one whose gap is not known', lease(60, null), 148_000],
    ['one that names a hostile duration', lease(2 ** 31, 2000), 900_000],
  ])('of %s', (_, of, expected) => expect(Math.round(settlingMs(of))).toBe(expected));

  it('runs from when the feed came back', () => {
    expect(isSettled(feed('live'), lease(15, 5000), T0 + 36_999)).toBe(false);
    expect(isSettled(feed('live'), lease(15, 5000), T0 + 37_000)).toBe(true);
  });

  test.each(FEED_STATES.filter((state) => state !== 'live'))('never ends while the feed is %s', (state) =>
    expect(isSettled(feed(state), null, T0 + 1e9)).toBe(false),
  );
});

describe('of several feeds', () => {
  test.each<[string, { state: FeedState; since: number }[], boolean]>([
    ['none', [], false],
    ['one that settles', [feed('live')], false],
    ['one that has settled', [feed('live', T0 - 1)], true],
    ['one of two that settles', [feed('live'), feed('live', T0 - 1)], false],
    ['one that is forbidden for good, and one that has settled', [feed('forbidden'), feed('live', 0)], true],
    ['none that is live', [feed('stale', 0), feed('forbidden', 0)], false],
  ])('%s', (_, feeds, settled) => expect(allSettled(feeds, T0 + 29_999)).toBe(settled));
});

describe('what may be judged, 40 s after one of two feeds came back', () => {
  const feeds = [
    { namespace: 'apps', ...feed('live', T0 - 1e6) },
    { namespace: 'other', ...feed('live') },
  ];
  const leases = new Map([
    ['apps/a', { ...lease(60, 20_000), scope: 0 }],
    ['other/short', { ...lease(15, 2000), scope: 1 }],
    ['other/long', { ...lease(60, 20_000), scope: 1 }],
  ]);
  const watched = { feeds, lease: (namespace: string, name: string) => leases.get(`${namespace}/${name}`) };
  const of = (namespace: string, name: string) => finding({ subject: { namespace, name } });
  test.each([
    ['Tenure itself', everywhere('tenure'), 0, true],
    ['a Lease of the feed that was never away', about('a', 'vacant'), 0, true],
    ['a Lease whose settling time is over', of('other', 'short'), 40_000, true],
    ['a Lease whose settling time is longer', of('other', 'long'), 40_000, false],
    ['a Lease of that feed that is gone', of('other', 'gone'), 29_999, false],
    ['a Lease of that feed that is gone, later', of('other', 'gone'), 30_000, true],
    ['a Lease of the other feed that is gone', of('apps', 'gone'), 0, true],
    ['the whole cluster', everywhere('slow-renewals'), 29_999, false],
    ['the whole cluster, later', everywhere('slow-renewals'), 30_000, true],
    ['a namespace that is not watched any more', of('past', 'a'), 29_999, false],
    ['a namespace that is not watched any more, later', of('past', 'a'), 30_000, true],
  ])('%s', (_, one, ms, may) => expect(mayJudge(one, watched, T0 + ms)).toBe(may));
});
