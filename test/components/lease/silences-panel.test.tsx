import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test, vi } from 'vitest';
import { SilencesPanel } from '../../../components/lease/silences-panel.tsx';
import type { SilencesOfLease } from '../../../lib/view/lease-silences.ts';
import { NOW, row } from '../../view/lease-builders.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const told = vi.hoisted(() => ({
  silences: null as SilencesOfLease | null,
  keptFrom: null as number | null,
  state: 'ready',
  isKnown: true,
}));
vi.mock('../../../lib/client/use-now.ts', () => ({ useNow: () => NOW }));
vi.mock('../../../lib/client/use-history-status.ts', () => ({
  useHistoryStatus: () => ({ state: told.state }),
  useKeptFrom: () => told.keptFrom,
}));
vi.mock('../../../lib/client/use-lease-silences.ts', () => ({
  useLeaseSilences: () => ({ told: told.silences, problem: null }),
}));

const answer = (items: SilencesOfLease['items'], more = false): SilencesOfLease => ({
  ...{ asOf: NOW, from: NOW - 30 * DAY_MS, to: NOW, items, more },
});
const words = (over: Parameters<typeof row>[0] = {}): string =>
  renderToStaticMarkup(
    <SilencesPanel row={row({ elects: false, ...over })} isKnown={told.isKnown} />,
  ).replace(/<[^>]+>/g, ' ');

beforeEach(() => Object.assign(told, { silences: null, keptFrom: null, state: 'ready', isKnown: true }));

test('says when, for how long and until when', () => {
  told.silences = answer([{ from: NOW - 10 * MINUTE_MS, to: NOW - 7 * MINUTE_MS }], true);
  const html = words({ lastRenewalAt: NOW - 5_000 });
  expect(html).toContain('03:04:07');
  expect(html).toContain('silent for 3 min 00 s');
  expect(html).toContain('until 03:07:07');
  expect(html).toContain('further ones');
});

test('of one that goes on it claims no end', () => {
  const from = NOW - 10 * MINUTE_MS;
  told.silences = answer([{ from, to: NOW - MINUTE_MS }]);
  const html = words({ state: 'expired', lastRenewalAt: from });
  expect(html).toContain('silent since');
  expect(html).not.toContain('until');
  // Of one that is gone, or while nothing is known, what is kept is all there is; and the one before has ended.
  told.isKnown = false;
  expect(words({ state: 'expired', lastRenewalAt: from })).toContain('until');
  told.isKnown = true;
  expect(words({ state: 'expired', lastRenewalAt: NOW - MINUTE_MS })).toContain('until');
});

test('that none was seen is claimed of what is kept alone', () => {
  told.silences = answer([]);
  told.keptFrom = NOW - 60 * DAY_MS;
  expect(words()).toContain('None was seen in the last 30 days.');
  told.keptFrom = NOW - 60 * MINUTE_MS;
  expect(words()).toContain('None was seen since 02:14:07.');
});

test('before it is read nothing is claimed, and without a history nothing is shown', () => {
  expect(words()).toContain('Reading…');
  expect(words()).not.toContain('None');
  told.silences = answer([]);
  told.state = 'failing';
  expect(words()).not.toContain('None');
  told.state = 'off';
  expect(words()).toBe('');
});
