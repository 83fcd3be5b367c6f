import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { LaneAxis } from '../../../components/timeline/lane-axis.tsx';
import { timeScale } from '../../../lib/view/timeline-marks.ts';
import { alertOf, NOW } from '../../view/alert-builders.ts';

const draw = (cluster: string | null): string =>
  renderToStaticMarkup(
    <LaneAxis
      scale={timeScale({ from: NOW - 600_000, to: NOW }, 0, 800)}
      width={800}
      bands={[]}
      alerts={[alertOf({ id: 'a', since: NOW - 300_000 })]}
      asOf={NOW}
      joinedMs={0}
      zone="utc"
      total={1}
      end={null}
      cursor={{ line: { current: null }, label: { current: null }, moveTo: () => undefined }}
      narrow={false}
      cluster={cluster}
    />,
  );

test('an alert about no single Lease leads to its page, which one of another cluster has not here', () => {
  expect(draw(null)).toContain('href="/alerts?alert=a"');
  const kept = draw('other');
  expect(kept).not.toContain('href=');
  expect(kept).toContain('aria-label="critical: Nobody renews kube-scheduler');
});
