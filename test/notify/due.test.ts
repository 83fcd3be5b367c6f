import { describe, expect, it } from 'vitest';
import type { Alert } from '../../lib/alert/alert.ts';
import type { Delivery } from '../../lib/alert/delivery.ts';
import type { Severity } from '../../lib/detect/finding.ts';
import { dueTo, failingKey, type Receiver } from '../../lib/notify/due.ts';
import { about, everywhere, firing, T0 } from '../alert/builders.ts';

const SLACK: Receiver = { id: 'slack', forgets: false, least: 'warning' };
const ALERTMANAGER: Receiver = { id: 'alertmanager/am:9093', forgets: true, least: 'warning' };
const NOW = T0 + 600_000;

/** What is due of this one alert, as `tell: why`; `before`: what was told of it, if anything was. */
function due(receiver: Receiver, alert: Alert, before: Partial<Delivery> | null = null, since = T0): string {
  const told = new Map<string, Delivery>();
  if (before !== null)
    told.set(alert.id, {
      ...{ receiver: receiver.id, alertId: alert.id, told: 'firing', severity: 'critical', at: NOW - 20_000 },
      ...before,
    });
  const found = dueTo(receiver, { alerts: [alert], told, since, now: NOW });
  return found.map(({ tell, why }) => `${tell}: ${why}`).join();
}

const fires = (over: Partial<Alert> = {}, severity: Severity = 'critical'): Alert =>
  firing(about('a', 'vacant', { severity }), over);
const resolved = (over: Partial<Alert> = {}): Alert =>
  fires({ state: 'resolved', resolvedAt: NOW - 1000, ...over });

describe('people', () => {
  it('are told once that it fires', () => {
    expect(due(SLACK, fires())).toBe('firing: began');
    expect(due(SLACK, fires(), {})).toBe('');
    expect(due(SLACK, fires({ state: 'pending', firedAt: null }))).toBe('');
  });

  it('are told again when it got worse, and not when it got better', () => {
    expect(due(SLACK, fires(), { severity: 'warning' })).toBe('firing: worse');
    expect(due(SLACK, fires({}, 'warning'), { severity: 'critical' })).toBe('');
  });

  it('are told that it is over when they were told that it fires', () => {
    expect(due(SLACK, resolved(), {})).toBe('over: resolved');
    expect(due(SLACK, resolved(), { told: 'over' })).toBe('');
  });

  it('are told once of what came and went while nothing could be told', () => {
    expect(due(SLACK, resolved())).toBe('over: missed');
    expect(due(SLACK, resolved({ rootId: 'root' }))).toBe('');
    expect(due(SLACK, resolved({ silencedBy: 'one' }))).toBe('');
    // Before there was this receiver.
    expect(due(SLACK, resolved(), null, NOW)).toBe('');
  });

  it('are not told of consequences, of what is silenced or of what is not bad', () => {
    expect(due(SLACK, fires({ rootId: 'root' }))).toBe('');
    expect(due(SLACK, fires({ silencedBy: 'one' }))).toBe('');
    expect(due(SLACK, fires({}, 'info'))).toBe('');
    expect(due({ ...SLACK, least: 'info' }, fires({}, 'info'))).toBe('firing: began');
    expect(due({ ...SLACK, least: 'critical' }, fires({}, 'warning'))).toBe('');
  });

  it('are told why they will hear no more of what still fires', () => {
    expect(due(SLACK, fires({ rootId: 'root' }), {})).toBe('over: explained');
    expect(due(SLACK, fires({ silencedBy: 'one', rootId: 'root' }), {})).toBe('over: silenced');
    expect(due(SLACK, fires({}, 'info'), {})).toBe('over: eased');
    expect(due(SLACK, fires({ rootId: 'root' }), { told: 'over' })).toBe('');
  });

  it('are told again when what silenced or explained it is gone', () => {
    expect(due(SLACK, fires(), { told: 'over' })).toBe('firing: again');
  });

  it('are told what fires first, the worst before all, then the oldest', () => {
    const alerts = [
      resolved(),
      firing(about('b', 'vacant', { severity: 'warning', since: T0 })),
      firing(about('c', 'vacant', { since: T0 + 2 })),
      firing(about('d', 'vacant', { since: T0 + 1 })),
    ];
    const found = dueTo(SLACK, { alerts, told: new Map(), since: T0, now: NOW });
    expect(found.map(({ alert }) => alert.finding.subject.name)).toEqual(['d', 'c', 'b', 'a']);
  });
});

describe('Alertmanager', () => {
  it('is told about each minute what fires', () => {
    expect(due(ALERTMANAGER, fires())).toBe('firing: began');
    expect(due(ALERTMANAGER, fires(), { at: NOW - 59_000 })).toBe('');
    expect(due(ALERTMANAGER, fires(), { at: NOW - 60_000 })).toBe('firing: standing');
    expect(due(ALERTMANAGER, resolved(), { told: 'over', at: NOW - 60_000 })).toBe('');
  });

  it('is told of what was told less long ago along with what has to be told again', () => {
    const told = new Map<string, Delivery>();
    const alerts = [61_000, 31_000, 29_000].map((agoMs) => {
      const alert = firing(about(`${agoMs}`, 'vacant'));
      told.set(alert.id, {
        ...{ receiver: ALERTMANAGER.id, alertId: alert.id, told: 'firing', severity: 'critical' },
        at: NOW - agoMs,
      });
      return alert;
    });
    const found = dueTo(ALERTMANAGER, { alerts, told, since: T0, now: NOW });
    expect(found.map(({ alert }) => alert.finding.subject.name)).toEqual(['61000', '31000']);
  });

  it('is told each severity, for it is another alert to it', () => {
    expect(due(ALERTMANAGER, fires(), { severity: 'warning' })).toBe('firing: worse');
    expect(due(ALERTMANAGER, fires({}, 'warning'), { severity: 'critical' })).toBe('firing: better');
  });

  it('is told that it is over, and nothing of what it never knew', () => {
    expect(due(ALERTMANAGER, resolved(), {})).toBe('over: resolved');
    expect(due(ALERTMANAGER, resolved())).toBe('');
    expect(due(ALERTMANAGER, fires({ rootId: 'root' }), {})).toBe('over: explained');
  });
});

it('no receiver is told that it cannot be reached itself', () => {
  const failing = firing(everywhere('tenure', { key: failingKey('slack') }));
  expect(due(SLACK, failing)).toBe('');
  expect(due(ALERTMANAGER, failing)).toBe('firing: began');
});
