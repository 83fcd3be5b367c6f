import { describe, expect, test } from 'vitest';
import { leaseChart } from '../../lib/view/incident-gap-chart.ts';
import { NOW } from './alert-builders.ts';
import { FROM, lease } from './incident-builder.ts';

const RANGE = { from: FROM, to: NOW };
const texts = (svg: string | null): string[] =>
  [...(svg ?? '').matchAll(/<text[^>]*>([^<]*)</g)].map((match) => match[1] ?? '');

describe('the renewals of one Lease as a picture', () => {
  test('show the slowest of each stretch against what is usual and allowed, and the clock', () => {
    const svg = leaseChart(lease(), RANGE, []);
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        'renew gap',
        'slowest of each 60 s',
        'usual 2.0 s',
        'allowed 15 s',
        'holder’s clock',
      ]),
    );
    expect(svg).toContain('aria-label="Renew gaps: the slowest took 17.0 s of 15 s allowed."');
    expect(svg?.match(/fill="var\(--expired\)"/g)).toHaveLength(1);
    expect(svg?.match(/fill="var\(--late\)"/g)).toHaveLength(3);
  });

  test('are cut where they would not fit, and say by how much', () => {
    const renewals = lease().renewals.map((one, i) => (i === 30 ? { ...one, maxGapMs: 95_000 } : one));
    expect(texts(leaseChart(lease({ renewals }), RANGE, []))).toContain('↑ 95.0 s');
  });

  test('leave out the clock where it was never bounded, and mark what was not watched', () => {
    const renewals = lease().renewals.map((one) => ({ ...one, offsetLowerMs: null, offsetUpperMs: null }));
    const svg = leaseChart(lease({ renewals }), RANGE, [
      { from: FROM, to: FROM + 60_000, scope: null },
      { from: FROM, to: FROM + 60_000, scope: 'elsewhere' },
    ]);
    expect(texts(svg)).not.toContain('holder’s clock');
    expect(svg?.match(/fill="var\(--sunken\)"/g)).toHaveLength(1);
    const unwritten = [{ from: FROM, to: FROM + 60_000 }];
    expect(leaseChart(lease({ unwritten }), RANGE, [])?.match(/fill="var\(--sunken\)"/g)).toHaveLength(1);
  });

  test('are none without a renewal, and whole without a duration', () => {
    expect(leaseChart(lease({ renewals: [] }), RANGE, [])).toBeNull();
    const svg = leaseChart(lease({ durationMs: null, usualGapMs: null }), RANGE, []);
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(svg).toContain('the slowest took 17.0 s."');
  });

  test('stay inside of the plot, whatever was measured outside of the range', () => {
    const renewals = lease().renewals.map((one) => ({
      ...one,
      from: one.from - 600_000,
      to: one.to - 600_000,
    }));
    const svg = leaseChart(lease({ renewals }), RANGE, []) ?? '';
    const xs = [...svg.matchAll(/<rect x="([\d.-]+)"/g)].map((match) => Number(match[1]));
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(152);
  });
});
