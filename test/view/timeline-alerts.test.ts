import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertBegunAt, alertsAt, laneAlerts, placeAlerts } from '../../lib/view/timeline-alerts.ts';
import { timeScale } from '../../lib/view/timeline-marks.ts';
import { alertOf, NOW } from './alert-builders.ts';

const MINUTE = 60_000;
const scale = timeScale({ from: NOW - 10 * MINUTE, to: NOW }, 100, 1_000);
const nobody = { namespace: null, name: null, node: null, holder: null };

describe('alerts on the timeline', () => {
  it('stand in the lane of their Lease, others above all lanes', () => {
    const { byLane, ofAll } = laneAlerts([
      alertOf(),
      alertOf({ id: 'all', rule: 'slow-renewals', subject: nobody }),
    ]);
    expect([...byLane.keys()]).toEqual(['kube-system/kube-scheduler']);
    expect(ofAll.map(({ id }) => id)).toEqual(['all']);
  });
  it('begin where they fired and are as long as they did', () => {
    const over = alertOf({
      since: NOW - 6 * MINUTE,
      firedAt: NOW - 5 * MINUTE,
      state: 'resolved',
      resolvedAt: NOW - 3 * MINUTE,
    });
    expect(placeAlerts([over], scale, NOW)).toEqual([
      { id: over.id, severity: 'critical', from: 600, to: 800, begins: true },
    ]);
    expect(placeAlerts([{ ...over, missingSince: NOW - 4 * MINUTE }], scale, NOW)[0]).toMatchObject({
      to: 700,
    });
    const fires = alertOf({ since: NOW - 21 * MINUTE, firedAt: NOW - 20 * MINUTE });
    expect(placeAlerts([fires], scale, NOW)).toEqual([
      { id: fires.id, severity: 'critical', from: 100, to: 1_100, begins: false },
    ]);
    const once = alertOf({ since: NOW - 5 * MINUTE, until: NOW, firedAt: NOW - 4 * MINUTE });
    expect(placeAlerts([once], scale, NOW)[0]).toMatchObject({ from: 600, to: 600 });
    const unfired = alertOf({ since: NOW - 5 * MINUTE, firedAt: null, resolvedAt: NOW - 3 * MINUTE });
    expect(placeAlerts([unfired], scale, NOW)[0]).toMatchObject({ from: 600, to: 800 });
    const late = alertOf({ firedAt: NOW - 4 * MINUTE, missingSince: NOW - 5 * MINUTE, resolvedAt: NOW });
    expect(placeAlerts([late], scale, NOW)[0]).toMatchObject({ from: 700, to: 700 });
  });
  it('are left out where they do not meet the range, and never leave the plot', () => {
    const at = fc.integer({ min: -40 * MINUTE, max: 5 * MINUTE }).map((ms) => NOW + ms);
    fc.assert(
      fc.property(at, at, (one, other) => {
        const alert = alertOf({
          since: Math.min(one, other) - MINUTE,
          firedAt: Math.min(one, other),
          state: 'resolved',
          resolvedAt: Math.max(one, other),
        });
        const places = placeAlerts([alert], scale, NOW);
        const meets = Math.max(one, other) >= scale.range.from && Math.min(one, other) <= scale.range.to;
        expect(places).toHaveLength(meets ? 1 : 0);
        for (const { from, to } of places) {
          expect(from).toBeGreaterThanOrEqual(100);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(1_100);
        }
      }),
    );
  });
  it('draw the worst on top', () => {
    const both = [alertOf(), alertOf({ id: 'w', severity: 'warning' })];
    expect(placeAlerts(both, scale, NOW).map(({ severity }) => severity)).toEqual(['warning', 'critical']);
  });
  it('are found by what is pointed at', () => {
    const long = alertOf({ id: 'long', since: NOW - 9 * MINUTE, firedAt: NOW - 8 * MINUTE });
    const late = alertOf({
      id: 'late',
      since: NOW - 3 * MINUTE,
      firedAt: NOW - 2 * MINUTE,
      severity: 'warning',
    });
    const found = (at: number) => alertsAt([long, late], at, NOW, 1_000).map(({ id }) => id);
    expect(found(NOW - 9 * MINUTE)).toEqual([]);
    expect(found(NOW - 5 * MINUTE)).toEqual(['long']);
    expect(found(NOW - MINUTE)).toEqual(['long', 'late']);
    expect(alertBegunAt([long, late], NOW - 2 * MINUTE + 900, 1_000)?.id).toBe('late');
    expect(alertBegunAt([long, late], NOW - 3 * MINUTE, 1_000)).toBeNull();
  });
});
