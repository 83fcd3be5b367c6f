import { describe, expect, test } from 'vitest';
import { type MomentInput, momentSaying } from '../../lib/view/lease-moment-saying.ts';
import { handover, NOW, row } from './lease-builders.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const base: MomentInput = {
  at: NOW - 20 * MINUTE,
  now: NOW,
  zone: 'utc',
  range: { from: NOW - HOUR, to: NOW },
  row: row({ holder: 'b', heldSince: NOW - 17 * MINUTE }),
  gone: false,
  handovers: [
    handover({ from: 'a', to: 'b', cause: 'release', at: NOW - 17 * MINUTE, vacantMs: 4 * MINUTE }),
  ],
  handoversFrom: null,
  problem: null,
  unwatched: [],
  expired: [],
  nameOf: (holder) => holder,
};
const said = (over: Partial<MomentInput>): string | null => {
  const saying = momentSaying({ ...base, ...over });
  return saying === null ? null : `${saying.tone}: ${saying.phrases.map((phrase) => phrase.text).join('')}`;
};

describe('a link to an instant', () => {
  test('nobody held it then, whoever does now', () => {
    expect(said({})).toBe(
      'vacant: At 02:54:07 nobody held this Lease, until b took it at 02:57:07. a had let it go at 02:53:07.',
    );
  });

  test('the one before, and the one after', () => {
    expect(said({ at: NOW - 30 * MINUTE })).toBe('held: At 02:44:07 a held this Lease until 02:53:07.');
    expect(said({ at: NOW - 10 * MINUTE })).toBe('held: At 03:04:07 b held this Lease, since 02:57:07.');
  });

  test('past its duration it was still held', () => {
    const handovers = [handover({ from: 'a', to: 'b', cause: 'expiry', at: NOW - MINUTE, vacantMs: 5_000 })];
    expect(said({ handovers, at: NOW - MINUTE - 2_000 })).toBe(
      'expired: At 03:13:05 this Lease had expired, but was still held by a, until b took it at 03:13:07.',
    );
  });

  test('past its duration and renewed after all, or not yet', () => {
    const expired = [{ from: base.at - 5_000, to: base.at + 5_000 }];
    const then = 'expired: At 02:54:07 this Lease had expired, but was still held by b';
    const over = { handovers: [], row: row({ holder: 'b', heldSince: NOW - HOUR }) };
    expect(said({ ...over, expired })).toBe(`${then}, until it was renewed at 02:54:12.`);
    expect(said({ ...over, expired: [{ from: base.at - 5_000, to: NOW }] })).toBe(`${then}.`);
  });

  test('without any handover: the holder of now, if it held it then', () => {
    expect(said({ handovers: [], at: NOW - 10 * MINUTE })).toBe(
      'held: At 03:04:07 b held this Lease, since 02:57:07.',
    );
    expect(said({ handovers: [] })).toBe('unknown: At 02:54:07 it is not known who held this Lease.');
  });

  test('an open vacancy', () => {
    const open = handover({ from: 'b', to: null, cause: 'deleted', at: NOW - 25 * MINUTE, vacantMs: null });
    expect(said({ handovers: [open], gone: true })).toContain('vacant: At 02:54:07 nobody held this Lease.');
  });

  test('what nobody watched is not told', () => {
    const spot = { type: 'blind-spot', from: base.at - 1_000, to: base.at + 1_000 } as const;
    expect(said({ unwatched: [spot] })).toBe(
      'unknown: At 02:54:07 nobody watched, from 02:54:06 to 02:54:08. Before that a held this Lease.',
    );
    const early = { type: 'before-start', from: base.range.from, to: base.at + 1_000 } as const;
    expect(said({ unwatched: [early] })).toContain(
      '02:54:07: of this Lease nothing is kept before 02:54:08.',
    );
  });

  test('nobody is said to have held it through what nobody watched', () => {
    const found = NOW - 20 * MINUTE;
    const spot = { type: 'blind-spot', from: found - 30 * MINUTE, to: found - MINUTE } as const;
    const evidence = { unwatchedFrom: spot.from, unwatchedTo: spot.to };
    const unseen = handover({ from: 'a', to: 'b', cause: 'unseen', at: found, vacantMs: null, evidence });
    const over = { handovers: [unseen], unwatched: [spot] };
    expect(said({ ...over, at: spot.from - 5 * MINUTE })).toBe(
      'held: At 02:19:07 a held this Lease until 02:24:07, when watching stopped.',
    );
    expect(said({ ...over, at: found - 30_000 })).toBe(
      'unknown: At 02:53:37 it is not known who held this Lease: 02:24:07 to 02:54:07 were not seen.',
    );
    expect(said({ ...over, at: found + MINUTE })).toBe(
      'held: At 02:55:07 b held this Lease, since 02:54:07 at the latest.',
    );
    const released = { ...unseen, evidence: { ...evidence, endedAt: spot.from - 2 * MINUTE } };
    expect(said({ ...over, handovers: [released], at: spot.from - MINUTE })).toBe(
      'vacant: At 02:23:07 nobody held this Lease. a had let it go at 02:22:07.',
    );
    const open = { ...unseen, to: null, evidence: { ...evidence, endedAt: null } };
    expect(said({ ...over, handovers: [open], at: found + MINUTE })).toBe(
      'vacant: At 02:55:07 nobody held this Lease. a had let it go by 02:54:07.',
    );
  });

  test('nothing is said of what is not read, and the present is left to the present', () => {
    expect(said({ handovers: null })).toBe('unknown: At 02:54:07: reading who held this Lease.');
    expect(said({ handovers: null, problem: 'HTTP 503' })).toContain('could not be read');
    expect(said({ handoversFrom: NOW - MINUTE })).toContain('a shorter range');
    expect(said({ at: NOW - 1_000 })).toBeNull();
    expect(said({ at: NOW - 2 * HOUR })).toBeNull();
  });
});
