import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { MiddleText } from '../../../components/ui/middle-text.tsx';

it('gives way before its last ten letters, of which none is cut by more than its blank edge', () => {
  const html = renderToStaticMarkup(<MiddleText text="strimzi-cluster-operator-6d9f8b7c5b-jx9fw" />);
  const [, cells] = /max-width:calc\(100% - ([\d.]+) \* var\(--cell, 1ch\)\)/.exec(html) ?? [];
  // Of a letter in monospace at least a twentieth is blank on its right; less than that, and rounding shortens names.
  expect(10 - Number(cells)).toBeCloseTo(0.05);
  expect(html).toMatch(/>strimzi-cluster-operator-6d9f8b<\/span>7c5b-jx9fw<\/span>$/);
});
