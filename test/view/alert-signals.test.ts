import { describe, expect, it } from 'vitest';
import { groupAlerts } from '../../lib/view/alert-groups.ts';
import {
  announceAlerts,
  callingCount,
  callingSeverity,
  countPrefix,
  firingIcon,
} from '../../lib/view/alert-signals.ts';
import { alertOf } from './alert-builders.ts';

it.each([
  ['', 4, '(4) '],
  ['', 0, ''],
  ['Stale · ', 4, 'Stale · '],
])('the title after "%s" with %d causes leads with "%s"', (feed, calling, prefix) =>
  expect(countPrefix(feed, calling)).toBe(prefix),
);

it('what only informs calls nobody', () => {
  expect(callingCount({ critical: 1, warning: 2, info: 40 })).toBe(3);
  expect(callingSeverity({ critical: 0, warning: 0, info: 1 })).toBeNull();
  expect(callingSeverity({ critical: 0, warning: 1, info: 0 })).toBe('warning');
  expect(callingSeverity({ critical: 1, warning: 1, info: 0 })).toBe('critical');
});

it('the icon is another shape for each severity', () => {
  const critical = decodeURIComponent(firingIcon('critical'));
  const warning = decodeURIComponent(firingIcon('warning'));
  expect(critical).toMatch(/^data:image\/svg\+xml,<svg .*<\/svg>$/);
  expect(critical).toContain("class='c'");
  expect(warning).not.toContain("class='c'");
});

describe('what is said to a screen reader', () => {
  const groups = (...names: string[]) =>
    groupAlerts(names.map((id) => alertOf({ id, title: `Title ${id}` })));
  it('once, when it begins', () => {
    expect(announceAlerts(new Set(), groups('a'))).toBe('critical alert: Title a');
    expect(announceAlerts(new Set(['a']), groups('a'))).toBe('');
    expect(announceAlerts(new Set(['a']), [])).toBe('');
  });
  it('many at once in one sentence', () =>
    expect(announceAlerts(new Set(['d']), groups('a', 'b', 'c', 'd'))).toBe('3 new alerts'));
});
