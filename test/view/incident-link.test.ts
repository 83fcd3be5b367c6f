import { describe, expect, test } from 'vitest';
import { alertIncidentQuery, incidentQuery } from '../../lib/view/incident-link.ts';

const NOW = Date.UTC(2026, 2, 5, 3, 14, 7);

describe('what is asked for an incident', () => {
  test('the range, whose Leases, and the format', () => {
    expect(incidentQuery({ from: 'now-6h', to: 'now' })).toEqual({
      from: 'now-6h',
      to: 'now',
      format: 'html',
    });
    expect(
      incidentQuery(
        { from: 'now-6h', to: 'now' },
        { namespace: ['a', 'b'], name: [], class: ['csi'], q: 'x' },
        'json',
      ),
    ).toEqual({ from: 'now-6h', to: 'now', namespace: ['a', 'b'], class: ['csi'], q: 'x', format: 'json' });
  });

  test('of an alert: from a while before it began to its end, or to now', () => {
    const since = NOW - 600_000;
    expect(alertIncidentQuery({ since, until: null, resolvedAt: null }, NOW)).toEqual({
      from: '2026-03-05T02:59:07Z',
      to: 'now',
      format: 'html',
    });
    expect(alertIncidentQuery({ since, until: null, resolvedAt: NOW - 120_000 }, NOW).to).toBe(
      '2026-03-05T03:13:07Z',
    );
  });
});
