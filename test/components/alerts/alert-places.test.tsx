/** Alerts outside of their own page: above the vitals and in a column of Leaders, and on the page of a Lease. */
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AlertLines } from '../../../components/board/alert-lines.tsx';
import { AlertsCell } from '../../../components/board/alerts-cell.tsx';
import { BoardContext, type BoardScene } from '../../../components/board/board-context.ts';
import { AlertsPanel } from '../../../components/lease/alerts-panel.tsx';
import type { AlertView } from '../../../lib/view/alert.ts';
import { groupAlerts } from '../../../lib/view/alert-groups.ts';
import { createJudge } from '../../../lib/view/board-judge.ts';
import { stripWindow } from '../../../lib/view/board-window.ts';
import { alertOf, NOW } from '../../view/alert-builders.ts';
import { feedOf, scopeFeed } from '../../view/board-rows.ts';

describe('above the vitals', () => {
  const draw = (...alerts: AlertView[]): string =>
    renderToStaticMarkup(<AlertLines groups={groupAlerts(alerts)} clock={() => NOW} />);
  it('stands nothing while nothing calls', () => {
    expect(draw()).toBe('');
    expect(draw(alertOf({ severity: 'info' }), alertOf({ id: 's', silencedBy: 'x' }))).toBe('');
  });
  it('stands one line a cause, worst first, with evidence, since when and two ways on', () => {
    const html = draw(
      alertOf({ id: 'w', severity: 'warning', title: 'A warning' }),
      alertOf({ id: 'c', consequences: 1 }),
      alertOf({ id: 'under', rootId: 'c', title: 'Headroom is low' }),
    );
    expect(html.match(/<article/g)).toHaveLength(2);
    expect(html.indexOf('Nobody renews')).toBeLessThan(html.indexOf('A warning'));
    for (const part of [
      'Last renewed 1 min 27 s ago; its 15 s ran out. Same cause: Headroom is low.',
      'since 03:12:55',
      'Open Lease',
      'href="/alerts?alert=c"',
    ])
      expect(html).toContain(part);
  });
  it('stand never so many lines that the table is out of sight', () => {
    const html = draw(...Array.from({ length: 7 }, (_, n) => alertOf({ id: `${n}`, title: `Title ${n}` })));
    expect(html.match(/<article/g)).toHaveLength(4);
    expect(html).toContain('3 more causes');
  });
});

describe('in a row of Leaders', () => {
  const scene: BoardScene = {
    judge: createJudge({ feed: feedOf(scopeFeed()), provenAt: [NOW], now: NOW, lostAt: null }),
    window: stripWindow(NOW, null),
    watchedSince: null,
    handovers: new Map(),
    handoversFrom: null,
    blindSpots: null,
    hues: { hueOf: () => 1 },
    alerts: new Map([
      ['a', alertOf({ id: 'a', severity: 'warning' })],
      ['b', alertOf({ id: 'b' })],
    ]),
  };
  const draw = (...alerts: string[]): string =>
    renderToStaticMarkup(
      <table>
        <tbody>
          <tr>
            <BoardContext value={scene}>
              <AlertsCell rows={[{ alerts }]} />
            </BoardContext>
          </tr>
        </tbody>
      </table>,
    );
  it('stands the worst, which leads to its evidence, and how many there are', () => {
    const html = draw('a', 'b');
    expect(html).toContain('href="/alerts?alert=b"');
    expect(html).toContain('>2<svg');
    expect(html).toContain('aria-label="critical: Nobody renews');
  });
  it('stands no number beside the only one, and nothing where nothing fires', () => {
    expect(draw('a')).toContain('><svg');
    expect(draw()).toContain('<td class="c-alerts"></td>');
  });
  it('stands a number alone where it is not known how bad it is', () => {
    expect(draw('x')).toContain('aria-label="1 alert"');
    expect(draw('x')).toContain('>1</a>');
  });
});

describe('on the page of a Lease', () => {
  const row = { namespace: 'kube-system', name: 'kube-scheduler' };
  const draw = (...alerts: AlertView[]): string =>
    renderToStaticMarkup(<AlertsPanel about={alerts} all={alerts} clock={() => NOW} row={row} />);
  it('stands what fires about it, and of a consequence under which cause', () => {
    const html = draw(
      alertOf({ id: 'mine', rootId: 'root' }),
      alertOf({
        id: 'root',
        rule: 'slow-renewals',
        title: 'Renewals are slow everywhere',
        subject: { namespace: null, name: null, node: null, holder: null },
      }),
    );
    expect(html.match(/<article/g)).toHaveLength(1);
    expect(html).toContain('same cause as <a class="link" href="/alerts?alert=root">Renewals are slow');
  });
  it('stands nothing while nothing fires', () =>
    expect(draw(alertOf({ subject: { ...row, name: 'other', node: null, holder: null } }))).toBe(''));
});
