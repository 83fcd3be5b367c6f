import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { HueLegend } from '../../../components/shell/hue-legend.tsx';
import { Sees } from '../../../components/shell/sees.tsx';

type Known = {
  sees: string[] | null;
  cluster: { namespaces: string[] };
  permissions: { pods: 'granted' | 'denied' | 'unknown' };
};
const page = vi.hoisted(() => ({ status: null as Known | null, other: null as { id: string } | null }));
vi.mock('../../../lib/client/use-live.ts', () => ({
  useLive: (pick: (state: { status: Known | null }) => unknown) => pick({ status: page.status }),
}));
vi.mock('../../../lib/client/use-clusters.ts', () => ({ useOtherCluster: () => page.other }));

function draw(sees: string[] | null, namespaces: string[], other: { id: string } | null = null): string {
  page.status = { sees, cluster: { namespaces }, permissions: { pods: 'granted' } };
  page.other = other;
  return renderToStaticMarkup(<Sees />);
}

it('says what is not watched, as it says what is not seen', () => {
  const some = draw(null, ['keda', 'kube-system']);
  expect(some).toContain('<span>watches </span>2 namespaces');
  expect(some).toContain('title="Tenure watches keda, kube-system and nothing else"');
  expect(draw(['keda'], ['keda'])).toContain('<span>you see </span>1 namespace');
  expect(draw(null, [])).toBe('');
});

it('says nothing of another cluster by what is watched of this one', () => {
  expect(draw(null, ['keda'], { id: 'other' })).toBe('');
  expect(draw(['keda'], ['keda'], { id: 'other' })).toContain('you see');
});

it('a colour that cannot be the node’s says why, once that is certain', () => {
  const legend = (pods: Known['permissions']['pods']): string => {
    page.status = { sees: null, cluster: { namespaces: [] }, permissions: { pods } };
    return renderToStaticMarkup(<HueLegend />);
  };
  expect(legend('granted')).toContain('colour = node of the holder');
  expect(legend('unknown')).toContain('colour = holder');
  const why = 'Tenure may not read Pods, so the node is not known.';
  expect(legend('unknown')).not.toContain(why);
  expect(legend('denied')).toContain(`title="${why}`);
});
