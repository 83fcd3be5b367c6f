import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEASE_CLASSES } from '../../lib/lease/record.ts';
import { LEASE_STATES } from '../../lib/lease/state.ts';
import type { SayingInput } from '../../lib/view/saying.ts';
import { stateSentence } from '../../lib/view/sentences.ts';
import { NOW, row } from './lease-builders.ts';

function say(over: Partial<SayingInput>) {
  const saying = stateSentence({
    row: row(),
    state: 'held',
    was: null,
    now: NOW,
    zone: 'utc',
    stale: null,
    gone: null,
    ...over,
  });
  return { ...saying, sentence: saying.phrases.map((phrase) => phrase.text).join('') };
}

describe('the words of the design and of field guide §10', () => {
  test('held', () => {
    const said = say({});
    expect(said.sentence).toBe(
      'kube-scheduler-cp-1 has held this Lease for 3 d 2 h and renewed it 1.1 s ago.',
    );
    expect(said.tone).toBe('held');
    expect(said.notKnown.join()).toContain('not who acts');
  });

  test('held, since before it was watched', () => {
    expect(say({ row: row({ heldSinceCertain: false }) }).sentence).toContain('for at least 3 d 2 h');
  });

  test('held, aged by the API server’s stamp only', () => {
    const said = say({ row: row({ ageCertain: false }) });
    expect(said.sentence).toContain('renewed it about 1.1 s ago');
    expect(said.certain).toEqual([]);
    expect(said.likely.join()).toContain('not been seen to renew');
  });

  test('held, without a duration: when it expires is not known, and not that it never does', () => {
    const said = say({ row: row({ durationMs: null, expiresAfterMs: null, ageCertain: false }) });
    expect(said.certain).toEqual([]);
    expect(said.notKnown).toContain('when it expires; the Lease names no duration');
    expect(say({ row: row({ lastRenewalAt: null, ageCertain: false }) }).notKnown.join()).not.toContain(
      'expires',
    );
  });

  test('late', () => {
    const said = say({ state: 'late', row: row({ lastRenewalAt: NOW - 9_200 }) });
    expect(said.sentence).toBe(
      'kube-scheduler-cp-1 is late: 9.2 s since the last renewal, usually 2.0 s. It expires in 5.8 s.',
    );
    expect(said.certain).toEqual(['no renewal since 03:13:57']);
  });

  test('late past the duration: not called expired before the watch is proved', () => {
    const said = say({ state: 'late', row: row({ lastRenewalAt: NOW - 16_000 }) });
    expect(said.sentence).toContain(
      'The 15 s allowed are over; whether it was renewed meanwhile is being checked.',
    );
    expect(said.sentence).not.toContain('xpired');
  });

  test('expired but held', () => {
    const lastRenewalAt = NOW - 87_000;
    const said = say({
      state: 'expired',
      row: row({ lastRenewalAt, takeoverDueAt: lastRenewalAt + 23_800 }),
    });
    expect(said.sentence).toBe(
      'Expired, but still held. kube-scheduler-cp-1 has not renewed for 1 min 27 s; the Lease allows 15 s. Nobody has taken over.',
    );
    expect(said.certain).toEqual(['no renewal since 03:12:40']);
    expect(said.likely).toEqual(['no standby works, for one was due by 03:13:03']);
  });

  test('expired, a standby still has time', () => {
    const said = say({
      state: 'expired',
      row: row({ lastRenewalAt: NOW - 16_000, takeoverDueAt: NOW + 7_800 }),
    });
    expect(said.likely).toEqual(['a standby takes over by 03:14:14, if one works']);
  });

  const vacant = { holder: null, holderRef: null, previousHolder: 'cp-1_5f0e6a3c', stateSince: NOW - 48_000 };

  test('vacant and overdue', () => {
    const said = say({ state: 'vacant', row: row({ ...vacant, takeoverDueAt: NOW - 38_600 }) });
    expect(said.sentence).toBe(
      'Nobody has held this Lease for 48 s. It was released at 03:13:19; a standby usually follows within 4.4 s.',
    );
    expect(said.tone).toBe('vacant');
  });

  test('just released', () => {
    const said = say({
      state: 'vacant',
      row: row({ ...vacant, stateSince: NOW - 1_200, takeoverDueAt: NOW + 8_000 }),
    });
    expect(said.tone).toBe('released');
    expect(said.sentence).toBe(
      'cp-1_5f0e6a3c released this Lease 1.2 s ago; a standby usually follows within 4.4 s.',
    );
  });

  test('vacant since before it was watched: no release is claimed', () => {
    const said = say({
      state: 'vacant',
      row: row({ ...vacant, previousHolder: null, stateSince: null, takeoverDueAt: null }),
    });
    expect(said.sentence).toContain('since when is not known');
    expect(said.sentence).not.toContain('released');
  });

  test('first sight', () => {
    const said = say({ state: 'unknown', row: row({ lastRenewalAt: null, ageCertain: false }) });
    expect(said.sentence).toBe('Held by kube-scheduler-cp-1. Not yet seen to renew; its age is not known.');
  });

  test('stale: whatever the state was', () => {
    const said = say({
      state: 'unknown',
      stale: { since: NOW - 124_000, silent: 'the API server' },
      row: row({ lastRenewalAt: NOW - 125_000 }),
    });
    expect(said.sentence).toBe(
      'As of 03:12:03, kube-scheduler-cp-1 held this Lease; its last renewal was 1.0 s old.',
    );
    expect(said.certain).toEqual(['nothing learnt from the API server for 2 min 04 s']);
    expect(said.tone).toBe('unknown');
  });

  test('stale: what had expired before it is still said', () => {
    const stale = { since: NOW - 124_000, silent: 'Tenure' as const };
    const said = say({ state: 'unknown', was: 'expired', stale, row: row({ lastRenewalAt: NOW - 211_000 }) });
    expect(said.sentence).toContain(
      'held this Lease, but it had expired; its last renewal was 1 min 27 s old.',
    );
  });

  test('deleted while the page is open', () => {
    const said = say({ gone: { at: NOW - 4_000 } });
    expect(said.sentence).toBe('This Lease was deleted at 03:14:03. kube-scheduler-cp-1 held it then.');
  });
});

describe('heartbeats speak of signs of life, never of leading', () => {
  const beat = row({
    class: 'node-heartbeat',
    elects: false,
    name: 'wb-04',
    holder: 'wb-04',
    durationMs: 40_000,
    expiresAfterMs: 40_000,
    renewGapMs: { median: 10_100, p99: 10_400, max: 10_500 },
  });

  test('held', () => {
    expect(say({ row: beat }).sentence).toBe(
      'Node wb-04 sent its last heartbeat 1.1 s ago, usually every 10 s.',
    );
  });

  test('expired', () => {
    const said = say({ state: 'expired', row: { ...beat, lastRenewalAt: NOW - 52_000 } });
    expect(said.sentence).toBe(
      'Silent. Node wb-04 has sent no heartbeat for 52 s, usually every 10 s; 40 s are allowed.',
    );
    expect(said.notKnown.join()).toContain('reboots');
  });

  test('an API server’s identity is measured against 60 s', () => {
    const identityLease = row({
      ...beat,
      class: 'apiserver',
      holder: 'apiserver-x',
      holderRef: null,
      expiresAfterMs: 60_000,
    });
    expect(say({ row: identityLease }).sentence).toBe(
      'API server apiserver-x renewed its identity 1.1 s ago, usually every 10 s.',
    );
    expect(say({ state: 'late', row: { ...identityLease, lastRenewalAt: NOW - 35_000 } }).sentence).toBe(
      'API server apiserver-x is late: no renewal of its identity for 35 s, usually every 10 s. It expires in 25 s.',
    );
  });

  test('every class in every state says something whole, and no forbidden word', () => {
    const at = fc.option(fc.integer({ min: NOW - 1e9, max: NOW }), { nil: null });
    fc.assert(
      fc.property(
        fc.constantFrom(...LEASE_CLASSES),
        fc.constantFrom(...LEASE_STATES),
        fc.record({
          lastRenewalAt: at,
          stateSince: at,
          heldSince: at,
          takeoverDueAt: at,
          holder: fc.option(fc.string(), { nil: null }),
          expiresAfterMs: fc.option(fc.nat(), { nil: null }),
          elects: fc.boolean(),
        }),
        (leaseClass, state, over) => {
          const said = say({
            state,
            row: row({ class: leaseClass, holderRef: null, renewGapMs: null, ...over }),
          });
          expect(said.sentence).toMatch(/\.$/);
          expect(said.sentence.replace(over.holder ?? '', '')).not.toMatch(
            /NaN|null|undefined|dead|crashed|not known s|!/,
          );
        },
      ),
    );
  });
});
