import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { NodesLegend } from '../../../components/nodes/nodes-legend.tsx';

it('names all that a cell may stand for, also what nobody holds, which is painted as expired', () => {
  expect(renderToStaticMarkup(<NodesLegend />)).toContain('expired, over 40 s, or held by nobody');
});
