import { describe, expect, it } from 'vitest';
import { playDay } from './healthy-day.ts';

const DAY = { seed: 1, hours: 24, nodes: 24, elections: 20, judgeEveryMs: 2000, announced: true };

describe('a healthy cluster', () => {
  it('tells nothing above information in 24 hours (field guide §10)', () => {
    const day = playDay(DAY);
    expect(day.alarms).toEqual([]);
    // It was a day on which something happened.
    expect(day.outages).toBeGreaterThanOrEqual(3);
    expect(day.reboots).toBe(24);
    expect(day.handovers.release).toBeGreaterThan(20);
    expect(day.handovers.expiry).toBeGreaterThan(30);
    expect(day.handovers.unseen).toBeGreaterThan(10);
    // Requests that are slow move no clock (§8).
    expect(day.infos.filter(({ rule }) => rule.startsWith('clock'))).toEqual([]);
    // A cordoned node is told as information (§10).
    expect(day.infos.some(({ rule }) => rule === 'node-heartbeat-late')).toBe(true);
  });

  it('tells of nodes that reboot unannounced: the day above could have failed', () => {
    const { alarms } = playDay({ ...DAY, hours: 3, announced: false });
    expect(alarms.filter(({ rule }) => rule === 'node-heartbeat-late').length).toBeGreaterThanOrEqual(3);
  });
});
