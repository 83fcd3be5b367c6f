import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { KeptLease } from '../../../components/lease/kept-lease.tsx';
import { parseRange } from '../../../lib/view/timeline-range.ts';
import { handover, insight, NOW } from '../../view/lease-builders.ts';

const read = vi.hoisted(() => ({ handovers: {}, told: {}, range: {} }));
vi.mock('../../../lib/client/use-now.ts', () => ({ useNow: () => NOW }));
vi.mock('../../../lib/client/use-history-status.ts', () => ({ useHistoryStatus: () => null }));
vi.mock('../../../lib/client/use-lease-history.ts', () => ({
  useLeaseHandovers: () => read.handovers,
  useLeaseInsight: () => read.told,
}));
vi.mock('../../../components/lease/use-lease-range.ts', () => ({ useLeaseRange: () => read.range }));
vi.mock('../../../components/lease/use-holder-look.ts', () => ({
  useHolderLook: () => ({ name: (holder: string) => holder, hue: () => 1 }),
}));
vi.mock('../../../components/shell/page-title.tsx', () => ({ PageTitle: () => null }));

function draw(earlier: boolean): string {
  const early = handover({ cause: 'early', silentMs: 6_100, vacantMs: 0, evidence: {} });
  read.handovers = { items: [early], from: null, problem: null };
  read.told = { insight: insight(), earlier, problem: null };
  read.range = {
    range: parseRange({ from: 'now-6h', to: 'now' }),
    ...{ usual: false, at: null, problem: null, pin: () => undefined },
  };
  return renderToStaticMarkup(<KeptLease namespace="apps" name="lock" id="1" cluster={null} />);
}

test('what a range amounts to says nothing of the handovers of another one', () => {
  expect(draw(false)).toContain('Two leaders were possible for up to 17 s.');
  expect(draw(true)).toContain('Two leaders were possible for a while.');
});
