/** What several replicas have that one has not: they are on several nodes, and drains end one at a time. */
import { describe, expect, it } from 'vitest';
import { lacksHelm, suiteName } from '../setup/requirements.ts';
import { only, podOf, render, type Values } from './chart.ts';
import { VALUE_SETS } from './chart-values.ts';

const several = (more: Values = {}): Values => ({ replicas: 2, history: { store: 'none' }, ...more });
const budgets = (values: Values) =>
  render(values).flatMap(({ kind, spec }) => (kind === 'PodDisruptionBudget' ? [spec?.maxUnavailable] : []));

describe.skipIf(lacksHelm !== null)(suiteName('replicas of the chart', lacksHelm), () => {
  it('are spread over the nodes, as far as there is room', () => {
    const manifests = render(several());
    const { selector } = only(manifests, 'Deployment').spec ?? {};
    expect(podOf(manifests).topologySpreadConstraints).toEqual([
      {
        ...{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
        ...{ labelSelector: selector, matchLabelKeys: ['pod-template-hash'] },
      },
    ]);
    expect(podOf(render())).not.toHaveProperty('topologySpreadConstraints');
  });

  it('are spread as somebody says, and by nothing else', () => {
    const { topologySpreadConstraints } = VALUE_SETS.everything ?? {};
    const manifests = render(several({ topologySpreadConstraints }));
    expect(podOf(manifests).topologySpreadConstraints).toEqual(topologySpreadConstraints);
  });

  it.each<[string, Values, unknown[]]>([
    ['one, by itself', {}, []],
    ['one, where it is said', { podDisruptionBudget: { enabled: true } }, [1]],
    ['several, by themselves', several(), [1]],
    ['several, as bounded', several({ podDisruptionBudget: { maxUnavailable: '50%' } }), ['50%']],
    [
      'several, where it is said that they have none',
      several({ podDisruptionBudget: { enabled: false } }),
      [],
    ],
  ])('have a budget for drains: %s', (_, values, budget) => expect(budgets(values)).toEqual(budget));
});
