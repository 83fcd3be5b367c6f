import { describe, expect, it } from 'vitest';
import { DEFAULT_CLUSTER_THRESHOLDS } from '../../lib/detect/cluster-thresholds.ts';
import { RULES, type Rule, type Severity } from '../../lib/detect/finding.ts';
import { judge } from '../../lib/detect/judge.ts';
import { LIMITS, limitsOf, limitValue, ORDERED, withLimits } from '../../lib/detect/rule-limits.ts';
import {
  asTold,
  DEFAULT_DETECT_SETTINGS as DEFAULTS,
  type DetectSettings,
  type Settings,
  sameForAll,
} from '../../lib/detect/rule-settings.ts';
import { DEFAULT_THRESHOLDS } from '../../lib/detect/thresholds.ts';
import { about } from '../alert/builders.ts';
import { clusterSight, heartbeat, NOW, type SightOver, tracked } from './cluster-builders.ts';

function withRule(rule: Rule, over: { enabled?: boolean; atMost?: Severity }): DetectSettings {
  return { ...DEFAULTS, rules: { ...DEFAULTS.rules, [rule]: { ...DEFAULTS.rules[rule], ...over } } };
}

function judged(over: SightOver, settings: Settings): string[] {
  const sight = clusterSight({ ...over, thresholds: settings.all.cluster });
  const found = judge(
    sight,
    (lease) => ({ lease, now: NOW, thresholds: settings.of(lease).thresholds, handovers: [] }),
    null,
    settings,
  );
  return found.map(({ rule, key, severity }) => `${rule} ${key} ${severity}`);
}

function overdue(name: string, ageMs = 60_000) {
  const lease = tracked({ name, ageMs });
  lease.state = 'expired';
  return lease;
}

describe('limits: each threshold by its rule and a name', () => {
  it('names every threshold once, in words that a file can hold', () => {
    const names = LIMITS.map(({ rule, name }) => `${rule} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(
      Object.keys(DEFAULT_THRESHOLDS).length + Object.keys(DEFAULT_CLUSTER_THRESHOLDS).length,
    );
    for (const { name } of LIMITS) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('allows each default, and those that have an order keep it', () => {
    for (const limit of LIMITS) {
      expect(limitValue(limit, DEFAULTS)).toBe(limit.default);
      expect(limit.default).toBeGreaterThanOrEqual(limit.least);
      expect(limit.default).toBeLessThanOrEqual(limit.most);
      if (limit.whole === true) expect(limit.default % 1).toBe(0);
    }
    for (const { rule, lesser, greater } of ORDERED) {
      const of = (wanted: string) => limitsOf(rule).find(({ name }) => name === wanted)?.default;
      expect(of(lesser)).toBeLessThanOrEqual(of(greater) ?? Number.NaN);
    }
  });

  it('changes what is given and nothing else', () => {
    const [first] = LIMITS;
    if (first === undefined) throw new Error('there are limits');
    const changed = withLimits(DEFAULTS, new Map([[first, 7]]));
    for (const limit of LIMITS) expect(limitValue(limit, changed)).toBe(limit === first ? 7 : limit.default);
    expect(limitValue(first, DEFAULTS)).toBe(first.default);
  });
});

describe('settings of rules', () => {
  it.each([
    ['critical', null, 'critical'],
    ['critical', 'warning', 'warning'],
    ['critical', 'info', 'info'],
    ['info', 'warning', 'info'],
    ['warning', 'warning', 'warning'],
  ] as const)('%s, at most %s: %s', (severity, atMost, told) => {
    const settings = withRule('vacant', atMost === null ? {} : { atMost });
    expect(asTold(about('a', 'vacant', { severity }), settings)?.severity).toBe(told);
  });

  it('a rule that is off finds nothing', () => {
    for (const rule of RULES) expect(asTold(about('a', rule), withRule(rule, { enabled: false }))).toBeNull();
    const elections = [overdue('a')];
    expect(judged({ elections }, sameForAll(DEFAULTS))).toEqual(['expired-but-held apps/a critical']);
    expect(judged({ elections }, sameForAll(withRule('expired-but-held', { enabled: false })))).toEqual([]);
  });

  it('what explained others and is off leaves them to be told', () => {
    const heartbeats = Array.from({ length: 4 }, (_, index) => heartbeat(`n${index}`, 45_000 + index));
    expect(judged({ heartbeats }, sameForAll(DEFAULTS))).toEqual(['slow-renewals nodes warning']);
    const off = sameForAll(withRule('slow-renewals', { enabled: false }));
    expect(judged({ heartbeats }, off)).toHaveLength(4);
    const left = { elections: [overdue('left', 7_200_000)], holderExists: () => false };
    expect(judged(left, sameForAll(DEFAULTS))).toEqual(['abandoned apps/left info']);
    expect(judged(left, sameForAll(withRule('abandoned', { enabled: false })))).toEqual([
      'expired-but-held apps/left critical',
    ]);
  });

  it('may be others for a Lease', () => {
    const patient: DetectSettings = {
      ...withRule('expired-but-held', { enabled: false }),
      cluster: { ...DEFAULTS.cluster, nodeLateMs: 60_000 },
    };
    const of: Settings['of'] = ({ record }) => (record.name.startsWith('quiet') ? patient : DEFAULTS);
    const found = judged(
      {
        elections: [overdue('a'), overdue('quiet')],
        heartbeats: [heartbeat('n1', 45_000), heartbeat('quiet-node', 45_000)],
      },
      { all: DEFAULTS, of },
    );
    expect(found).toEqual([
      'expired-but-held apps/a critical',
      'node-heartbeat-late kube-node-lease/n1 warning',
    ]);
  });
});
