/** The time that is told beside the dotted line. */
import { readFileSync } from 'node:fs';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { type Cursor, labelX, useCursor } from '../../../components/timeline/cursor.tsx';
import { timeScale } from '../../../lib/view/timeline-marks.ts';

const plot = { left: 300, width: 1_000 };

it('stands at the line, and at an edge of the plot stays whole over it', () => {
  expect(labelX(800, plot)).toBe(800);
  expect(labelX(300, plot)).toBe(333);
  expect(labelX(1_300, plot)).toBe(1_267);
});

it('has what it would lie over give way, until it is gone', () => {
  const word = (x: number, textContent: string) => {
    const said = new Set<string>();
    return {
      textContent,
      said,
      getAttribute: (name: string) => (name === 'x' ? `${x}` : null),
      toggleAttribute: (name: string, on: boolean) => (on ? said.add(name) : said.delete(name)),
    };
  };
  const words = [word(1_180, '03:00'), word(1_240, '03:10'), word(1_288, 'now')];
  const label = { style: {}, parentElement: { querySelectorAll: () => words } };
  const cursors: Cursor[] = [];
  const Probe = () => {
    cursors.push(useCursor());
    return null;
  };
  renderToStaticMarkup(createElement(Probe));
  const [cursor] = cursors;
  if (cursor === undefined) throw new Error('no cursor');
  Object.assign(cursor.label, { current: label });
  const scale = timeScale({ from: 0, to: 1_000 }, 300, 1_000);
  cursor.moveTo(1_000, scale, 'utc');
  expect(label.style).toEqual({ transform: 'translateX(1267.0px)' });
  expect(words.map(({ said }) => [...said])).toEqual([[], ['data-under'], ['data-under']]);
  cursor.moveTo(null, scale, 'utc');
  expect(words.map(({ said }) => said.size)).toEqual([0, 0, 0]);
});

it('is heard by the ticks', () => {
  const css = readFileSync(new URL('../../../components/timeline/timeline.css', import.meta.url), 'utf8');
  expect(/\.tl-tick\[data-under\] \{([^}]+)\}/.exec(css)?.[1]).toMatch(/visibility: hidden/);
});
