import { expect, test } from 'vitest';
import { currentRow } from '../../../components/lease/use-lease.ts';
import type { LeaseDetail } from '../../../lib/view/lease-detail.ts';
import { row } from '../../view/lease-builders.ts';

const detail: LeaseDetail = {
  ...row({ holder: 'cp-1_old' }),
  raw: null,
  pod: null,
  node: null,
  podGone: null,
  formerRunning: null,
  annotations: null,
  candidates: [],
  events: [],
  unavailable: {},
};
const read = { detail, earlier: false, missing: false };

test('the stream is newer than what was read', () => {
  const live = row({ holder: 'cp-2_new' });
  expect(currentRow(live, read)).toBe(live);
  expect(currentRow(null, read)).toBe(detail);
});

test('a Lease that just went is not what it was when its page was opened', () => {
  expect(currentRow(null, { ...read, earlier: true })).toBeNull();
  expect(currentRow(null, { ...read, missing: true })).toBeNull();
});
