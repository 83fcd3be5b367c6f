import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { FactsPanel } from '../../../components/lease/facts-panel.tsx';
import { NOBODY_READ } from '../../../lib/view/lease-facts.ts';
import { NOW, row } from '../../view/lease-builders.ts';

const DAY = 86_400_000;
const page = vi.hoisted(() => ({ now: 0 }));
vi.mock('../../../lib/client/use-now.ts', () => ({ useNow: () => page.now }));

const look = { name: (holder: string) => holder, hue: () => 1 as const };
const drawn = (present: number): string => {
  page.now = present;
  return renderToStaticMarkup(
    <FactsPanel
      row={row({ heldSince: NOW - 60_000 })}
      who={{
        ...NOBODY_READ,
        podGone: { namespace: 'kube-system', name: 'web-1', node: null, seenAt: NOW - 120_000 },
      }}
      readAt={null}
      annotations={null}
      now={NOW}
      counted={null}
      gaps={{ allowedMs: 15_000, slowestMs: 8_200 }}
      look={look}
    />,
  );
};

test('ages stop with the last word of the feed; of which day a moment is, is said to whoever reads it now', () => {
  expect(drawn(NOW)).toContain('since 03:13:07<');
  const late = drawn(NOW + DAY);
  expect(late).toContain('>1 min');
  expect(late).toContain('since 2026-03-05 03:13:07 UTC<');
});

test('a slower renewal of before this run, which is in the chart, is told beside the headroom', () =>
  expect(drawn(NOW)).toContain('6.8 s the least in the chart’s range'));
