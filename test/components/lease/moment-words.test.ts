import { expect, test } from 'vitest';
import { momentWords } from '../../../components/lease/moment-words.ts';
import type { ChartMoment } from '../../../lib/view/chart-moment.ts';
import { bucket, handover, NOW } from '../../view/lease-builders.ts';

const moment: ChartMoment = {
  at: NOW,
  unwatched: null,
  unwritten: false,
  holder: { name: 'cp-2_0d93b7f2', expired: true },
  vacant: false,
  bucket: bucket(0),
  offset: null,
  step: null,
};
const words = (over: Partial<ChartMoment> = {}, alerts = 0, now = NOW): string =>
  momentWords(
    { ...moment, ...over },
    Array.from({ length: alerts }, (_, index) => ({ severity: 'critical', title: `Trouble ${index}` })),
    (holder) => holder.slice(0, 4),
    'utc',
    now,
  );

test('the crosshair says by keys what its card shows', () => {
  expect(words()).toBe(
    '03:14:07: holder cp-2, expired; renew gap slowest 2.1 s, 10 renewals; clock not resolvable',
  );
  const own = handover({ at: NOW - 1_000 });
  expect(words({ step: { handover: own, fromLane: null, toLane: null } })).toContain(
    '; handover, Went silent, at 03:14:06',
  );
  const ended = handover({ cause: 'release', from: null });
  expect(words({ step: { handover: ended, fromLane: null, toLane: null } })).toContain(
    '; handover, Vacancy ended, at ',
  );
  expect(words({ vacant: true, bucket: null })).toContain('holder nobody; renew gap no renewal measured');
});

test('of renewals that were seen and not written it does not say that there were none', () => {
  expect(words({ bucket: null, unwritten: true })).toContain(
    'renew gap not known: what was seen then may be missing from the history; clock not known',
  );
  expect(words({ unwritten: true })).toContain('some that were seen may be missing');
});

test('of another day it says which', () => {
  const later = NOW + 24 * 3_600_000;
  const own = handover({ at: NOW - 1_000 });
  const said = words({ step: { handover: own, fromLane: null, toLane: null } }, 0, later);
  expect(said).toMatch(/^2026-03-05 03:14:07 UTC: .* at 2026-03-05 03:14:06 UTC$/);
});

test('of what nobody watched it says only that, and what fired', () => {
  expect(words({ unwatched: 'blind-spot' }, 5)).toBe(
    '03:14:07: Not watched; critical: Trouble 0; critical: Trouble 1; critical: Trouble 2; and 2 more alerts',
  );
});
