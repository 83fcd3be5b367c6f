import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { ExportMenu } from '../../../components/timeline/export-menu.tsx';
import { laneAlerts } from '../../../lib/view/timeline-alerts.ts';
import { layOut, WIDE } from '../../../lib/view/timeline-layout.ts';
import { timeScale } from '../../../lib/view/timeline-marks.ts';
import { NOW } from '../../view/alert-builders.ts';
import { aLane, HUES_BY_NAME, tenure } from '../../view/timeline-builders.ts';

/** As it is when it was opened. */
vi.mock('../../../components/ui/menu.tsx', () => ({
  Menu: ({ children }: { children: (close: () => void) => unknown }) => children(() => undefined),
}));

const read = { from: NOW - 3_600_000, to: NOW };
const lanes = [aLane([tenure(read.from, read.to, 'a-1')])];
const asked = { from: read.from - 86_400_000, to: NOW };
const data = {
  ...read,
  asOf: NOW,
  pointMs: 1_000,
  total: 1,
  lanes,
  blindSpots: [],
  slow: [],
  hasMore: false,
};
const draw = (earlier: boolean): string =>
  renderToStaticMarkup(
    <ExportMenu
      scene={{
        layout: layOut(lanes, WIDE),
        scale: timeScale(earlier ? asked : read, 300, 800),
        hues: HUES_BY_NAME,
        bands: [],
        data,
        alerts: laneAlerts([]),
        width: 1_200,
        narrow: false,
        zone: 'utc',
        now: NOW,
      }}
      earlier={earlier}
      query={{ from: 'now-25h', to: 'now', namespaces: [], classes: [], q: '', moved: false, cluster: null }}
      keptFrom={null}
      title="Leases"
    />,
  );
const pictures = (html: string): string[] => html.match(/<button.*?<\/button>/g) ?? [];

test('of what is read there is a picture, as it is drawn', () => {
  const told = pictures(draw(false));
  expect(told).toHaveLength(2);
  for (const one of told) {
    expect(one).toContain('the picture, as it is drawn');
    expect(one).not.toContain('disabled');
  }
});

test('while what is drawn is of another question no picture bears the dates of this one', () => {
  const html = draw(true);
  const told = pictures(html);
  expect(told).toHaveLength(2);
  for (const one of told) {
    expect(one).toContain('disabled=""');
    expect(one).toContain('not before this is read');
    expect(one).not.toContain('as it is drawn');
  }
  // What the server writes is asked of it anew.
  expect(html.match(/<a /g)).toHaveLength(3);
});
