import { describe, expect, test } from 'vitest';
import type { Handover } from '../../lib/lease/handover.ts';
import { type HandoverContext, handoverWords } from '../../lib/view/handover-words.ts';
import { handover, NOW } from './lease-builders.ts';

const context = { now: NOW, zone: 'utc' as const, durationMs: 15_000, retryMs: 2_000, live: true };
const words = (over: Partial<Handover>, more: Partial<HandoverContext> = {}) =>
  handoverWords(handover(over), { ...context, ...more });

test('one unit for minutes, in the sentence and beside it', () => {
  const long = words({ cause: 'release', vacantMs: 240_400 });
  expect(long.withoutLeader).toBe('4 min 00 s');
  expect(long.evidence).toContain('4 min 00 s later');
});

describe('how it ended, on what evidence, how sure (field guide §10)', () => {
  test('went silent, never "crashed"', () => {
    expect(words({})).toEqual({
      ended: 'Went silent',
      evidence: 'No renewal for 18 s, 15 s allowed; never empty in between, transitions\u00a0+\u00a01.',
      sure: 'likely; a hang, a partition or a lost node look alike',
      withoutLeader: '3.4 s',
      open: false,
    });
  });

  test('went silent, while nobody could see whether it renewed', () => {
    const { at } = handover({});
    const silence = [
      { from: at - 60_000, to: at - 12_000 },
      { from: at - 2_000, to: at + 9_000 },
    ];
    expect(words({ silentMs: 18_000 }, { unwatched: silence }).evidence).toContain(
      ' For 8.0 s of it nobody watched: if the API server was away, nobody could renew.',
    );
    const before = [{ from: at - 60_000, to: at - 18_000 }];
    expect(words({ silentMs: 18_000 }, { unwatched: before }).evidence).not.toContain('nobody watched');
  });

  test('taken early: two leaders for up to L + P', () => {
    const said = words({ cause: 'early', certainty: 'certain', silentMs: 6_100, vacantMs: 0 });
    expect(said.evidence).toBe(
      'Taken 6.1 s after the last renewal; the 15 s allowed were not waited for. Two leaders were possible for up to 17 s.',
    );
    expect(said.sure).toBe('certain; why is open');
    expect(said.withoutLeader).toBe('0 s');
  });

  test('taken early, of a Lease whose renewals are not known: none is said to end before its retry period', () => {
    const said = words({ cause: 'early', silentMs: 6_100, vacantMs: 0 }, { retryMs: null });
    expect(said.evidence).toContain(
      'Two leaders were possible for at most 28 s: its retry period is not known here.',
    );
  });

  test('released and taken', () => {
    const evidence = {
      endedAt: NOW - 62_300,
      releasedDurationSeconds: 1,
      releasedTransitions: 4,
      usualDurationMs: 15_000,
    };
    const said = words({ cause: 'release', certainty: 'certain', vacantMs: 2_300, evidence });
    expect(said.evidence).toBe('Holder emptied with duration 1 at 03:13:04. Taken 2.3 s later.');
  });

  test('deleted: at a moment, by one, or somewhere in a stretch nobody watched', () => {
    const deleted = (evidence: Handover['evidence']) =>
      words({ cause: 'deleted', to: null, at: NOW, evidence }).evidence;
    expect(deleted({ endedAt: NOW })).toMatch(/^Deleted while held, at /);
    expect(deleted({ endedAt: null })).toMatch(/^Deleted while held, by /);
    expect(deleted({ endedAt: null, unwatchedFrom: NOW - 60_000 })).toMatch(
      /^Deleted while held, between .+ and /,
    );
  });

  test('let go, then deleted: nobody was left who could lead on', () => {
    const evidence = { endedAt: NOW - 60_000, deletedAt: NOW - 30_000, releasedDurationSeconds: 1 };
    const over = { cause: 'deleted', to: null, at: NOW - 60_000, vacantMs: null, evidence } as const;
    expect(words(over).evidence).toBe(
      'Let go at 03:13:07, then deleted at 03:13:37; nobody has created it again.',
    );
    const burst = { ...evidence, endedAt: null, deletedAt: null };
    expect(words({ ...over, evidence: burst }).evidence).toBe(
      'Let go by 03:13:07, then deleted; nobody has created it again.',
    );
    const recreated = { ...over, to: 'b', cause: 'recreated' } as const;
    expect(words(recreated).evidence).toBe('Deleted and created again.');
    const held = { ...recreated, evidence: { endedAt: NOW - 60_000 } };
    expect(words(held).evidence).toContain('Two leaders were possible');
  });

  test('released, nobody yet: it counts on, and stops with the feed', () => {
    const open = handover({
      cause: 'release',
      to: null,
      vacantMs: null,
      at: NOW - 48_000,
      evidence: { endedAt: NOW - 48_000 },
    });
    expect(handoverWords(open, context).withoutLeader).toBe('48 s so far');
    expect(handoverWords(open, context).evidence).toContain('Nobody has taken over yet.');
    expect(handoverWords(open, { ...context, live: false }).withoutLeader).toBe('not known');
  });

  test('found released, and seen to be taken: without a leader since it was found at least', () => {
    const evidence = {
      ...{ endedAt: null, emptyBy: NOW - 3_000_000 },
      ...{ unwatchedFrom: NOW - 3_100_000, unwatchedTo: NOW - 2_800_000 },
    };
    const taken = { cause: 'unseen', at: NOW - 60_000, vacantMs: null, evidence } as const;
    expect(words(taken).withoutLeader).toBe('at least 49 min 00 s');
    // Taken in what nobody watched.
    expect(words({ ...taken, at: NOW - 2_900_000 }).withoutLeader).toBe('not known');
  });

  test('a vacancy that began unwatched claims no release', () => {
    const said = words({ cause: 'release', from: null, vacantMs: null, evidence: { transitionsAfter: 5 } });
    expect(said.ended).toBe('Vacancy ended');
    expect(said.evidence).not.toContain('emptied');
  });

  test('recreated, by uid', () => {
    const evidence = {
      uidBefore: '6c1e0000-1111',
      uidAfter: 'f20a0000-2222',
      transitionsBefore: 43,
      transitionsAfter: 0,
      durationMs: 15_000,
    };
    const said = words({ cause: 'recreated', certainty: 'certain', evidence });
    expect(said.evidence).toContain('uid 6c1e…2222'.slice(0, 9));
    expect(said.evidence).toContain('Transitions 43 → 0.');
    expect(said.evidence).toContain('up to 17 s');
    // Nobody leads on for so long after the last renewal.
    const late = { ...evidence, endedAt: NOW - 80_000 };
    const vacant = (vacantMs: number) =>
      words({ cause: 'recreated', at: NOW - 60_000, vacantMs, evidence: late }).evidence;
    expect(vacant(16_900)).toContain('up to 17 s');
    expect(vacant(20_000)).not.toContain('Two leaders');
    const found = {
      cause: 'recreated',
      vacantMs: null,
      evidence: { ...evidence, emptyBy: NOW - 80_000 },
    } as const;
    expect(words(found).evidence).not.toContain('Two leaders');
    const unknown = { cause: 'recreated', vacantMs: 20_000, evidence: late } as const;
    expect(words(unknown, { retryMs: null }).evidence).toContain('at most 28 s');
  });

  test('not seen: from when to when, and how many', () => {
    const evidence = {
      unwatchedFrom: NOW - 660_000,
      unwatchedTo: NOW - 60_000,
      transitionsBefore: 41,
      transitionsAfter: 43,
    };
    const said = words({
      cause: 'unseen',
      certainty: 'certain',
      transitionsDelta: 2,
      vacantMs: null,
      silentMs: null,
      evidence,
    });
    expect(said.evidence).toBe(
      'Not watched from 03:03:07 to 03:13:07. Transitions 41 → 43: 2 changes; who held it in between is not known.',
    );
    expect(said.sure).toBe('certain that it moved');
    expect(said.withoutLeader).toBe('not known');
  });

  test('evidence of other types is left out, not printed', () => {
    const evidence = { durationMs: 'x', transitionsBefore: Number.NaN, transitionsAfter: null, uidBefore: 7 };
    for (const cause of ['expiry', 'early', 'release', 'recreated', 'deleted', 'unseen', 'first'] as const) {
      expect(words({ cause, evidence }).evidence).not.toMatch(/NaN|null|undefined|x allowed/);
    }
  });
});
