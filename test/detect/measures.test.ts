import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../lib/detect/finding.ts';
import { gapOfRank } from '../../lib/detect/gap-tail.ts';
import { LEASE_DETECTORS } from '../../lib/detect/lease-detectors.ts';
import { measuresOf } from '../../lib/detect/lease-measures.ts';
import { DEFAULT_DETECT_SETTINGS as DEFAULTS } from '../../lib/detect/rule-settings.ts';
import type { LeaseSight } from '../../lib/detect/sight.ts';
import { DEFAULT_THRESHOLDS } from '../../lib/detect/thresholds.ts';
import { createWorstMeasures } from '../../lib/detect/worst-measures.ts';
import { addGap, ELECTION_SPAN, type Gaps, NO_GAPS } from '../../lib/lease/gaps.ts';
import type { TrackedLease } from '../../lib/lease/tracked.ts';
import { feed } from '../lease/builders.ts';
import { handover, MINUTE, played, SECOND, T0 } from './builders.ts';
import { clusterSight, heartbeat, NOW, type SightOver, tracked } from './cluster-builders.ts';

const measured = (sight: LeaseSight) => new Map(measuresOf(sight));
const found = (sight: LeaseSight): Rule[] =>
  LEASE_DETECTORS.flatMap((detector) => detector(sight)?.rule ?? []);

describe('how near a rule is to its limit', () => {
  it('grows with the silence, and passes the limit when it is found', () => {
    const play = played();
    play.renew(MINUTE);
    const at = (ms: number) => {
      const sight = play.sight(MINUTE + ms);
      const one = measured(sight).get('expired-but-held');
      return { found: found(sight).includes('expired-but-held'), past: one && one.value > one.limit };
    };
    expect(at(1000)).toEqual({ found: false, past: false });
    expect(at(25_000)).toEqual({ found: false, past: false });
    expect(at(26_500)).toEqual({ found: true, past: true });
  });

  it('measures a vacancy by when somebody should have taken it', () => {
    const play = played();
    play.renew(MINUTE);
    play.release(MINUTE);
    expect(measured(play.sight(MINUTE + 3000)).get('vacant')).toEqual({
      value: 3000,
      limit: expect.closeTo(9400, -3),
      unit: 'ms',
    });
    expect(measured(play.sight(MINUTE + 3000)).has('expired-but-held')).toBe(false);
  });

  it('counts handovers of the window, by whichever limit is nearer', () => {
    const play = played();
    play.renew(MINUTE);
    const take = (n: number, to: (i: number) => string) =>
      Array.from({ length: n }, (_, i) => handover(i * SECOND, to(i - 1), to(i)));
    const of = (handovers: LeaseSight['handovers']) =>
      measured({ ...play.sight(MINUTE), handovers }).get('flapping');
    expect(of([])).toEqual({ value: 0, limit: 3, unit: 'count' });
    expect(of(take(3, (i) => `new-${i}`))).toEqual({ value: 3, limit: 6, unit: 'count' });
    expect(of(take(4, (i) => (i % 2 === 0 ? 'a' : 'b')))).toMatchObject({ value: 3, limit: 3 });
  });

  it('takes of gaps the one that it takes to be found', () => {
    const play = played();
    play.renew(2 * MINUTE);
    for (let i = 0; i < 2; i++) {
      play.write(play.now() + 14_000);
      play.renew(20_000);
    }
    const before = play.sight(play.now() + 100);
    expect(found(before)).toEqual([]);
    expect(measured(before).get('headroom-low')?.value).toBeLessThan(0.2);
    play.write(play.now() + 12_000);
    play.renew(20_000);
    const after = play.sight(play.now() + 100);
    expect(found(after)).toEqual(['headroom-low']);
    const one = measured(after).get('headroom-low');
    expect(one?.value).toBeCloseTo(0.8, 1);
    expect(one?.limit).toBe(0.6);
  });

  it('says from which gap on there are so many, to 2 % (law)', () => {
    const gap = fc.integer({ min: 1, max: 60_000 });
    fc.assert(
      fc.property(fc.array(gap, { minLength: 1, maxLength: 60 }), fc.nat(59), (all, nth) => {
        const rank = (nth % all.length) + 1;
        let gaps: Gaps = NO_GAPS;
        for (const [index, ms] of all.entries()) gaps = addGap(gaps, ELECTION_SPAN, T0 + index, ms);
        const exact = all.toSorted((a, b) => b - a)[rank - 1] ?? Number.NaN;
        const told = gapOfRank(gaps, ELECTION_SPAN, T0 + 100, rank, 100_000) ?? Number.NaN;
        expect(told).toBeLessThanOrEqual(exact + 1e-6);
        expect(told).toBeGreaterThan(exact / 1.0201);
        expect(gapOfRank(gaps, ELECTION_SPAN, T0 + 100, all.length + 1, 100_000)).toBeNull();
      }),
    );
  });
});

describe('the worst of a cluster', () => {
  function worstOf(over: SightOver, all = DEFAULTS) {
    const sight = clusterSight(over);
    const worst = createWorstMeasures(sight, all);
    const leases: readonly TrackedLease[] = [...sight.elections(), ...sight.heartbeats()];
    for (const lease of leases)
      worst.take(lease, { lease, now: NOW, thresholds: DEFAULT_THRESHOLDS, handovers: [] }, all);
    return worst;
  }

  it('is the nearest to its own limit, and says whose', () => {
    const short = tracked({ name: 'short', ageMs: 5000 });
    const long = tracked({ name: 'long', ageMs: 9000, durationSeconds: 137, usualGapMs: 26_000 });
    const worst = worstOf({
      elections: [short, long],
      heartbeats: [heartbeat('n1', 9000), heartbeat('n2', 31_000)],
    });
    expect(worst.of('expired-but-held')).toMatchObject({ value: 5000, subject: { name: 'short' } });
    expect(worst.of('node-heartbeat-late')).toMatchObject({
      ...{ value: 31_000, limit: 40_000, unit: 'ms', subject: { node: 'n2' } },
    });
    expect(worst.of('slow-renewals')).toMatchObject({ value: 0, limit: 0.2, subject: { name: null } });
    expect(worst.of('dual-leadership')).toBeNull();
  });

  it('leaves out what is off, what nobody can see, and nodes that are gone', () => {
    const elections = [tracked({ ageMs: 9000 })];
    expect(worstOf({ elections, feeds: [feed({ state: 'stale' })] }).of('expired-but-held')).toBeNull();
    const rules = { ...DEFAULTS.rules, 'expired-but-held': { enabled: false, atMost: null } };
    expect(worstOf({ elections }, { ...DEFAULTS, rules }).of('expired-but-held')).toBeNull();
    const gone = { heartbeats: [heartbeat('gone', 900_000)], holderExists: () => false };
    expect(worstOf(gone).of('node-heartbeat-late')).toBeNull();
  });
});
