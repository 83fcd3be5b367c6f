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

it('says on the axis where it stands, so that what it would lie over gives way, until it is gone', () => {
  const said = new Map<string, string>();
  const style = {
    setProperty: (name: string, value: string) => void said.set(name, value),
    removeProperty: (name: string) => void said.delete(name),
  };
  const label = { style: {}, parentElement: { style } };
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
  expect(said).toEqual(new Map([['--told', '1267.0']]));
  expect(label.style).toEqual({ transform: 'translateX(1267.0px)' });
  cursor.moveTo(null, scale, 'utc');
  expect(said.size).toBe(0);
});

it('is heard by the ticks', () => {
  const css = readFileSync(new URL('../../../components/timeline/timeline.css', import.meta.url), 'utf8');
  expect(/\.tl-tick \{([^}]+)\}/.exec(css)?.[1]).toMatch(/opacity:.*--told.*--room/);
});
