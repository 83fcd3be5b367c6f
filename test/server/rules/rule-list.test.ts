import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SETTINGS } from '../../../lib/alert/rule-settings.ts';
import { RULES } from '../../../lib/detect/finding.ts';
import { sameForAll } from '../../../lib/detect/rule-settings.ts';
import { listRules } from '../../../lib/server/rules/rule-list.ts';
import { RulesSchema } from '../../../lib/server/rules/rule-schemas.ts';
import { about, firing } from '../../alert/builders.ts';
import { clusterSight, NOW, tracked } from '../../detect/cluster-builders.ts';
import { fakeTime } from '../fake-timers.ts';

function ask(leases: number, fails = false) {
  let turns = 0;
  let looks = 0;
  const time = fakeTime(NOW);
  const elections = Array.from({ length: leases }, (_, index) => tracked({ ageMs: 1000 + index }));
  const settings = sameForAll(DEFAULT_RULE_SETTINGS);
  const runtime: Parameters<typeof listRules>[0] = {
    now: time.now,
    timers: time.timers,
    leases: () => elections,
    turns: {
      take: async () => {
        turns += 1;
      },
    },
    rulesFile: () => null,
    alerts: {
      all: () => [firing(about('a', 'vacant')), firing(about('b', 'vacant'))],
      look: () => {
        looks += 1;
        if (fails) throw new Error('no sight');
        return {
          sight: clusterSight({ elections }),
          sightOf: (lease) => ({ lease, now: NOW, thresholds: settings.all.thresholds, handovers: [] }),
          settings,
        };
      },
    },
  };
  return {
    answer: () => listRules(runtime),
    turns: () => turns,
    looks: () => looks,
    pass: time.advance,
  };
}

describe('GET /api/v1/rules', () => {
  it('gives every rule as it is set, as the OpenAPI document says', async () => {
    const answer = await ask(3).answer();
    expect(RulesSchema.parse(answer)).toEqual(answer);
    expect(answer.items.map(({ rule }) => rule)).toEqual([...RULES]);
    expect(answer.items.find(({ rule }) => rule === 'flapping')).toMatchObject({
      ...{ enabled: true, atMost: null, holdMs: 0, clearMs: 300_000, firing: 0 },
      limits: [
        { name: 'window', value: 600_000, unit: 'ms', default: 600_000 },
        { name: 'warning', value: 3, unit: 'count', default: 3 },
        { name: 'critical', value: 6, unit: 'count', default: 6 },
      ],
    });
  });

  it('gives the worst there is now, and how many fire', async () => {
    const { items, file } = await ask(3).answer();
    expect(file).toBeNull();
    expect(items.find(({ rule }) => rule === 'expired-but-held')?.worst).toMatchObject({ value: 1002 });
    expect(items.find(({ rule }) => rule === 'vacant')?.firing).toBe(2);
  });

  it('lets others have their turn', async () => {
    const asked = ask(10_000);
    await asked.answer();
    expect(asked.turns()).toBeGreaterThan(9);
  });

  it('looks at every Lease once for all who ask at about the same time', async () => {
    const asked = ask(3);
    const [first, second] = await Promise.all([asked.answer(), asked.answer()]);
    expect(second).toBe(first);
    await asked.pass(1999);
    await asked.answer();
    expect(asked.looks()).toBe(1);
    await asked.pass(1);
    await asked.answer();
    expect(asked.looks()).toBe(2);
  });

  it('does not keep a failure', async () => {
    const asked = ask(3, true);
    await expect(asked.answer()).rejects.toThrow('no sight');
    await expect(asked.answer()).rejects.toThrow('no sight');
    expect(asked.looks()).toBe(2);
  });
});
