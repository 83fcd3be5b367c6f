import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { chartFrame } from '../../../components/lease/chart-frame.ts';
import { HandoverBubbles } from '../../../components/lease/handover-bubbles.tsx';
import { handoverAt } from '../../view/board-rows.ts';

test('a number of what has just happened is whole at the edge of a narrow chart', () => {
  const now = 86_400_000;
  const frame = chartFrame(350, 1, { from: 0, to: now });
  const steps = [now - 2000, now - 1000].map((at) => ({ handover: handoverAt(at) }));
  const numbers = new Map(steps.map(({ handover }, index) => [handover, 13 + index]));
  const html = renderToStaticMarkup(
    <svg>
      <title>numbers</title>
      <HandoverBubbles
        frame={frame}
        steps={steps.map((step) => ({ ...step, fromLane: null, toLane: null }))}
        numberOf={(handover) => numbers.get(handover) ?? null}
      />
    </svg>,
  );
  const [, x, width] = /<rect class="bubble" x="([\d.]+)"[^>]* width="([\d.]+)"/.exec(html) ?? [];
  expect(html).toContain('13–14');
  expect(Number(x) + Number(width)).toBeLessThan(frame.width);
});
