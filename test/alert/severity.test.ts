import { expect, it } from 'vitest';
import { lasting } from '../../lib/alert/lasting.ts';
import { isAtLeast, isWorse } from '../../lib/alert/severity.ts';
import { about, firing, T0 } from './builders.ts';

it('critical is worse than a warning, a warning than information, and nothing than itself', () => {
  expect(isWorse('critical', 'warning')).toBe(true);
  expect(isWorse('warning', 'info')).toBe(true);
  expect(isWorse('info', 'critical')).toBe(false);
  expect(isWorse('warning', 'warning')).toBe(false);
});

it('what is as bad is bad enough', () => {
  expect(isAtLeast('warning', 'warning')).toBe(true);
  expect(isAtLeast('critical', 'warning')).toBe(true);
  expect(isAtLeast('info', 'warning')).toBe(false);
});

it('an alert lasts from when it began to be true until it is over, or now', () => {
  const alert = firing(about('a', 'vacant', { since: T0 }), { firedAt: T0 + 60_000 });
  expect(lasting(alert, T0 + 90_000)).toBe('1 min 30 s');
  expect(lasting({ ...alert, state: 'resolved', resolvedAt: T0 + 120_000 }, T0 + 900_000)).toBe('2 min');
});
