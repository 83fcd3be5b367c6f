import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test, vi } from 'vitest';
import { HandoverPanel } from '../../../components/lease/handover-panel.tsx';
import type { Handover } from '../../../lib/lease/handover.ts';
import { countedWords } from '../../../lib/view/handover-count.ts';
import { handover, NOW, row } from '../../view/lease-builders.ts';

const HOUR = 3_600_000;
const page = vi.hoisted(() => ({ now: 0 }));
vi.mock('../../../lib/client/use-now.ts', () => ({ useNow: () => page.now }));
beforeEach(() => {
  page.now = NOW;
});

const look = { name: (holder: string) => holder, hue: () => 1 as const };
const draw = (items: Handover[], keptFrom: number, live = true): string =>
  renderToStaticMarkup(
    <HandoverPanel
      row={row()}
      retryMs={null}
      handovers={{ items, problem: null, from: null }}
      look={look}
      numbers={new Map()}
      keptFrom={keptFrom}
      range={{ from: NOW - HOUR, to: NOW }}
      highlighted={null}
      pin={() => undefined}
      live={live}
    />,
  );

test('counts what changed hands, and calls the end of what is kept no beginning of the watch', () => {
  const items = [
    handover({ id: 'a', cause: 'first', from: null }),
    handover({ id: 'b' }),
    handover({ id: 'c', cause: 'unseen', transitionsDelta: 2 }),
    handover({ id: 'd', cause: 'release', to: null }),
  ];
  expect(draw(items, NOW - 2 * HOUR)).toContain('1 seen, 2 not seen in 1 h');
  expect(draw(items, NOW - 600_000)).toContain('1 seen, 2 not seen; nothing is kept before 03:04:07');
  expect(draw([], NOW - 600_000)).toContain('None; nothing is kept before 03:04:07.');
});

test('a handover of another day than the present says so, though the feed has been silent since', () => {
  expect(draw([handover()], NOW - 2 * HOUR)).toContain('>03:13:07</button>');
  page.now = NOW + 24 * HOUR;
  const drawn = draw([handover()], NOW - 600_000, false);
  expect(drawn).toContain('>2026-03-05 03:13:07 UTC</button>');
  expect(drawn).toContain('nothing is kept before 2026-03-05 03:04:07 UTC');
});

test('the facts beside it count the same, of as much as is kept', () => {
  const items = [handover({ id: 'a' }), handover({ id: 'b', at: NOW - 2 * HOUR })];
  const range = { from: NOW - HOUR, to: NOW };
  for (const [keptFrom, since] of [
    [NOW - 2 * HOUR, ' in 1 h'],
    [NOW - 600_000, '; nothing is kept before 03:04:07'],
  ] as const) {
    const facts = countedWords({ items, from: null }, { range, keptFrom, now: NOW, zone: 'utc' });
    expect(facts).toBe(`1 counted${since}`);
    expect(draw(items, keptFrom)).toContain(`1 seen${since}`);
  }
});
