import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { AlertsPanel } from '../../../components/lease/alerts-panel.tsx';
import { NOW } from '../../view/alert-builders.ts';

const row = { namespace: 'kube-system', name: 'kube-scheduler' };
const draw = (unread: { count: number; problem: string } | null): string =>
  renderToStaticMarkup(<AlertsPanel about={[]} all={[]} clock={() => NOW} row={row} unread={unread} />);

test('alerts that fire and could not be read are counted, not left out', () => {
  expect(draw({ count: 1, problem: 'Tenure cannot be reached' })).toContain(
    '1 alert fires; it could not be read: Tenure cannot be reached.',
  );
  expect(draw({ count: 2, problem: 'x' })).toContain('2 alerts fire; they could not be read: x.');
});

test('nothing stands while nothing fires, or it is being read', () => {
  expect(draw({ count: 0, problem: 'x' })).toBe('');
  expect(draw(null)).toBe('');
});
