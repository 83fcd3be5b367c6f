import { describe, expect, it } from 'vitest';
import { alertHref, leaseOf, wayOf } from '../../lib/view/alert-links.ts';
import { alertTimelineHref } from '../../lib/view/alert-range-links.ts';
import {
  alertRange,
  beganWords,
  endedAt,
  endingWords,
  isEnding,
  lastedShort,
  lastedWords,
} from '../../lib/view/alert-times.ts';
import { parseRange } from '../../lib/view/timeline-range.ts';
import { alertOf, NOW } from './alert-builders.ts';

describe('since when', () => {
  const lasting = alertOf();
  const once = alertOf({ until: NOW + 60_000 });
  const over = alertOf({ state: 'resolved', resolvedAt: NOW - 12_000 });
  it('of what lasts', () => {
    expect(beganWords(lasting, NOW, 'utc')).toBe('since 03:12:55');
    expect(lastedWords(lasting, NOW)).toBe('1 min 12 s');
  });
  it('of what happened once', () => {
    expect(beganWords(once, NOW, 'utc')).toBe('at 03:12:55');
    expect(lastedWords(once, NOW)).toBe('1 min 12 s ago');
    expect(lastedShort(once, NOW)).toBe('once');
    expect(lastedWords({ ...once, resolvedAt: NOW - 12_000 }, NOW)).toBe('1 min 12 s ago');
  });
  it('of what ended, which grows no older', () => {
    expect(lastedWords(over, NOW)).toBe('1 min 00 s');
    expect(lastedShort(over, NOW + 3_600_000)).toBe('1 m 00 s');
  });
  it('of what ended a while before that was settled', () => {
    const settled = { ...over, missingSince: NOW - 42_000 };
    expect(lastedWords(settled, NOW)).toBe('30 s');
    expect(lastedShort(settled, NOW)).toBe('30 s');
    expect([endedAt(settled), isEnding(settled), endingWords(settled, NOW, 'utc')]).toEqual([
      NOW - 42_000,
      false,
      null,
    ]);
    const ending = alertOf({ missingSince: NOW - 42_000 });
    expect([endedAt(ending), isEnding(ending)]).toEqual([null, true]);
  });
  it('of another day', () => {
    expect(beganWords(alertOf({ since: NOW - 40 * 3_600_000 }), NOW, 'utc')).toBe(
      'since 2026-03-03 11:14:07 UTC',
    );
  });
});

describe('the stretch that shows it', () => {
  it('begins before it and goes on while it fires', () =>
    expect(alertRange(alertOf(), NOW)).toEqual({ from: '2026-03-05T03:07:55Z', to: 'now' }));
  it('ends soon after it, and never in the future', () => {
    expect(alertRange(alertOf({ resolvedAt: NOW - 12_000 }), NOW).to).toBe('2026-03-05T03:14:07Z');
    expect(alertRange(alertOf({ resolvedAt: NOW - 12_000 }), NOW + 600_000).to).toBe('2026-03-05T03:14:55Z');
  });
  it('can be read by the pages it leads to', () => {
    const { searchParams } = new URL(alertTimelineHref(alertOf({ since: NOW - 0.4 }), NOW), 'http://t');
    const words = { from: searchParams.get('from') ?? '', to: searchParams.get('to') ?? '' };
    expect(parseRange(words).problem).toBeNull();
  });
});

describe('where it leads', () => {
  it('a permalink carries the whole id', () => {
    const { id } = alertOf();
    const url = new URL(alertHref({ id: `${id} &?#/` }), 'http://t');
    expect(url.pathname).toBe('/alerts');
    expect(url.searchParams.get('alert')).toBe(`${id} &?#/`);
  });
  it('to a Lease where it is about one', () => {
    expect(leaseOf(alertOf())).toEqual({ namespace: 'kube-system', name: 'kube-scheduler' });
    expect(
      leaseOf(alertOf({ subject: { namespace: null, name: null, node: 'wb-04', holder: null } })),
    ).toBeNull();
  });
  it('what is wrong with Tenure itself is on no chart of Leases', () => {
    const subject = { namespace: null, name: null, node: null, holder: null };
    expect(wayOf(alertOf())).toBe('lease');
    expect(wayOf(alertOf({ rule: 'slow-renewals', subject }))).toBe('timeline');
    expect(wayOf(alertOf({ rule: 'tenure', subject }))).toBeNull();
  });
  it('§7: a legacy lock is no Lease', () => expect(leaseOf(alertOf({ rule: 'legacy-lock' }))).toBeNull());
});
