import { describe, expect, test } from 'vitest';
import { type MomentInput, momentSaying } from '../../lib/view/lease-moment-saying.ts';
import { handover, NOW, row } from './lease-builders.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const base: MomentInput = {
  at: NOW - 20 * MINUTE,
  now: NOW,
  present: NOW,
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
const sure = (over: Partial<MomentInput>) => {
  const saying = momentSaying({ ...base, ...over });
  return saying === null ? null : { certain: saying.certain, notKnown: saying.notKnown };
};
const ACTING = 'whether its process had ended or still acted';

describe('a link to an instant', () => {
  test('nobody held it then, whoever does now', () => {
    expect(said({})).toBe(
      'vacant: At 02:54:07 nobody held this Lease, until b took it at 02:57:07. a had let it go at 02:53:07.',
    );
  });

  test('of another day than the present, says so, and nothing of what came after the feed fell silent', () => {
    const present = NOW + 24 * HOUR;
    expect(said({ present })).toMatch(/^vacant: At 2026-03-05 02:54:07 UTC nobody held this Lease/);
    expect(said({ present, at: NOW + HOUR, range: { from: NOW - HOUR, to: present } })).toBeNull();
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

  test('a deletion is no release: who led may lead on', () => {
    const open = handover({ from: 'b', to: null, cause: 'deleted', at: NOW - 25 * MINUTE, vacantMs: null });
    const gone = { handovers: [open], gone: true };
    const deleted =
      'vacant: At 02:54:07 nobody held this Lease. It had been deleted at 02:49:07, while b held it.';
    expect(said(gone)).toBe(deleted);
    expect(sure(gone)).toEqual({ certain: ['nobody held it from 02:49:07 on'], notKnown: [ACTING] });
    const late = { ...open, evidence: { endedAt: null } };
    expect(said({ ...gone, handovers: [late] })).toBe(deleted.replace('deleted at', 'deleted by'));

    const made = { from: 'a', to: 'b', cause: 'recreated', at: NOW - 17 * MINUTE } as const;
    const recreated = { handovers: [handover({ ...made, vacantMs: 4 * MINUTE })] };
    expect(said(recreated)).toBe(
      'vacant: At 02:54:07 nobody held this Lease, until b took it at 02:57:07. It had been deleted at 02:53:07, while a held it.',
    );
    expect(sure(recreated)).toEqual({
      certain: ['nobody held it from 02:53:07 to 02:57:07'],
      notKnown: [ACTING],
    });
  });

  test('what had been released before it was deleted was released', () => {
    const at = NOW - 25 * MINUTE;
    const evidence = { endedAt: at, deletedAt: at + MINUTE };
    const open = handover({ from: 'b', to: null, cause: 'deleted', at, vacantMs: null, evidence });
    expect(said({ handovers: [open], gone: true })).toBe(
      'vacant: At 02:54:07 nobody held this Lease. b had let it go at 02:49:07.',
    );
    expect(sure({ handovers: [open], gone: true })?.notKnown).toEqual([]);
  });

  test('what nobody watched is not told', () => {
    const spot = { type: 'blind-spot', from: base.at - 1_000, to: base.at + 1_000 } as const;
    expect(said({ unwatched: [spot] })).toBe(
      'unknown: At 02:54:07 nobody watched, from 02:54:06 to 02:54:08. Before that nobody held this Lease.',
    );
    const held = { type: 'blind-spot', from: NOW - 22 * MINUTE, to: base.at + 1_000 } as const;
    expect(said({ unwatched: [held] })).toBe(
      'unknown: At 02:54:07 nobody watched, from 02:52:07 to 02:54:08. Before that a held this Lease.',
    );
    const early = { type: 'before-start', from: base.range.from, to: base.at + 1_000 } as const;
    expect(said({ unwatched: [early] })).toContain(
      '02:54:07: of this Lease nothing is kept before 02:54:08.',
    );
  });

  test('nobody is said to have held it through what nobody watched', () => {
    const found = NOW - 20 * MINUTE;
    const spot = { type: 'blind-spot', from: found - 30 * MINUTE, to: found } as const;
    const evidence = { unwatchedFrom: spot.from, unwatchedTo: spot.to };
    const unseen = handover({ from: 'a', to: 'b', cause: 'unseen', at: found, vacantMs: null, evidence });
    // By the handover alone.
    const over = { handovers: [unseen], unwatched: [] };
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

  test('a release that was found, then watched until it was taken', () => {
    const hour = 60 * MINUTE;
    const [from, to, at] = [NOW - 5 * hour, NOW - 5 * hour + 2 * MINUTE, NOW - 10 * MINUTE];
    const spot = { type: 'blind-spot', from, to } as const;
    const evidence = { endedAt: null, unwatchedFrom: from, unwatchedTo: to };
    const found = handover({ from: 'a', to: 'b', cause: 'unseen', at, vacantMs: null, evidence });
    const over = { range: { from: NOW - 6 * hour, to: NOW }, unwatched: [spot], handovers: [found] };
    const vacant = { ...over, at: NOW - 2 * hour };
    expect(said(vacant)).toBe(
      'vacant: At 01:14:07 nobody held this Lease, until b took it at 03:04:07. a had let it go by 22:16:07.',
    );
    expect(sure(vacant)).toEqual({ certain: ['nobody held it from 22:16:07 to 03:04:07'], notKnown: [] });
    expect(said({ ...over, at: at + MINUTE })).toBe('held: At 03:05:07 b held this Lease, since 03:04:07.');
    const recreated = { ...found, evidence: { ...evidence, uidBefore: 'u1', uidAfter: 'u2' } };
    expect(said({ ...vacant, handovers: [recreated] })).toBe(
      'vacant: At 01:14:07 nobody held this Lease, until b took it at 03:04:07. It had been deleted by 22:16:07; before that a held it.',
    );
    expect(sure({ ...vacant, handovers: [recreated] })?.notKnown).toEqual([ACTING]);
  });

  test('a release that was seen, then a tenure that was not', () => {
    const [released, from, to] = [NOW - 40 * MINUTE, NOW - 30 * MINUTE, NOW - 20 * MINUTE];
    const spot = { type: 'blind-spot', from, to } as const;
    const evidence = { endedAt: released, unwatchedFrom: from, unwatchedTo: to };
    const names = { from: 'a', vacantMs: null, evidence } as const;
    const open = handover({ ...names, to: null, cause: 'release', at: released });
    const over = { row: row({ holder: null }), unwatched: [spot], handovers: [open] };
    expect(said({ ...over, at: from - MINUTE })).toBe(
      'vacant: At 02:43:07 nobody held this Lease. a had let it go at 02:34:07.',
    );
    expect(sure({ ...over, at: from - MINUTE })?.certain).toEqual([
      'nobody held it from 02:34:07 to 02:44:07',
    ]);
    expect(said({ ...over, at: from + MINUTE })).toBe(
      'unknown: At 02:45:07 nobody watched, from 02:44:07 to 02:54:07. Before that nobody held this Lease.',
    );
    const after = { ...over, at: to + 10 * MINUTE };
    expect(said(after)).toBe(
      'vacant: At 03:04:07 nobody held this Lease. a had let it go at 02:34:07; 02:44:07 to 02:54:07 were not seen.',
    );
    expect(sure(after)?.certain).toEqual(['nobody held it from 02:54:07 on']);

    const taken = handover({ ...names, to: 'b', cause: 'unseen', at: NOW - 5 * MINUTE });
    const whole = { ...over, handovers: [taken] };
    expect(said({ ...whole, at: from + MINUTE })).toContain('Before that nobody held this Lease.');
    expect(said({ ...whole, at: to + 10 * MINUTE })).toBe(
      'vacant: At 03:04:07 nobody held this Lease, until b took it at 03:09:07. a had let it go at 02:34:07; 02:44:07 to 02:54:07 were not seen.',
    );
  });

  test('a counter that rose by more than was seen on a live watch', () => {
    const at = NOW - 20 * MINUTE;
    const evidence = { betweenFrom: at - 8_000, betweenTo: at };
    const missed = handover({ from: 'a', to: 'b', cause: 'unseen', at, vacantMs: null, evidence });
    const over = { handovers: [missed] };
    expect(said({ ...over, at: at - MINUTE })).toBe(
      'held: At 02:53:07 a held this Lease until 02:53:59 at least.',
    );
    expect(said({ ...over, at: at - 5_000 })).toBe(
      'unknown: At 02:54:02 it is not known who held this Lease: from 02:53:59 to 02:54:07 it changed hands more often than was seen.',
    );
    expect(said({ ...over, at: at + MINUTE })).toBe(
      'held: At 02:55:07 b held this Lease, since 02:54:07 at the latest.',
    );
  });

  test('nothing is said of what is not read, and the present is left to the present', () => {
    expect(said({ handovers: null })).toBe('unknown: At 02:54:07: reading who held this Lease.');
    expect(momentSaying({ ...base, handovers: null })?.notKnown).toEqual([]);
    expect(said({ handovers: null, problem: 'HTTP 503' })).toContain('could not be read');
    expect(said({ handoversFrom: NOW - MINUTE })).toContain('a shorter range');
    expect(said({ at: NOW - 1_000 })).toBeNull();
    expect(said({ at: NOW - 2 * HOUR })).toBeNull();
  });
});
