/** The time that is told beside the dotted line. */
import { expect, it } from 'vitest';
import { labelX } from '../../../components/timeline/cursor.tsx';

const plot = { left: 300, width: 1_000 };

it('stands at the line, and at an edge of the plot stays whole over it', () => {
  expect(labelX(800, plot)).toBe(800);
  expect(labelX(300, plot)).toBe(333);
  expect(labelX(1_300, plot)).toBe(1_267);
});
