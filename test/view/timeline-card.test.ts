import { describe, expect, it } from 'vitest';
import { type Reading, startsUnseen, stretchTitle, stretchWords } from '../../lib/view/timeline-card.ts';
import { leaderlessFacts } from '../../lib/view/timeline-facts.ts';
import { targetWords } from '../../lib/view/timeline-words.ts';
import { aLane, tenure } from './timeline-builders.ts';

const NOW = Date.parse('2026-03-06T03:14:07Z');
const MINUTE = 60_000;
const ago = (minutes: number): number => NOW - minutes * MINUTE;

function read(blindSpots: Reading['blindSpots'] = []): Reading {
  return { from: ago(60), to: NOW, asOf: NOW, blindSpots };
}

const first = tenure(ago(50), ago(20), 'a');
const second = tenure(ago(20), ago(10), 'b', { cause: 'release' });
const lane = aLane([first, second]);

describe('the card of a tenure', () => {
  it('claims no beginning that nobody saw', () => {
    expect(stretchWords(lane, first, read(), 'utc').from).toBe(
      'at least since 02:24:07; nothing is kept before',
    );
    expect(stretchTitle({ type: 'tenure', span: first, lane, at: ago(30), slow: null }, read())).toBe(
      'Held for at least 30 min 00 s',
    );
    const before = tenure(ago(60), ago(20), 'a');
    expect(stretchWords(aLane([before]), before, read(), 'utc').from).toBe('before 02:14:07');
  });
  it('says when one began that was seen to', () => {
    expect(stretchWords(lane, second, read(), 'utc')).toEqual({
      from: '02:54:07',
      to: '03:04:07',
      unwatched: null,
    });
    expect(stretchTitle({ type: 'tenure', span: second, lane, at: ago(15), slow: null }, read())).toBe(
      'Held for 10 min 00 s',
    );
    expect(startsUnseen(lane, tenure(ago(50), NOW, 'a', { cause: 'first' }))).toBe(false);
  });
  it('takes no vacancy and no expiry for whole that the range cuts, or that nobody saw begin', () => {
    const title = (type: 'vacancy' | 'expired', from: number, to: number, before = true) => {
      const span = { type, from, to, ...(type === 'expired' ? { holder: 'a' } : {}) };
      const own = aLane([...(before ? [tenure(ago(60), from, 'a')] : []), span]);
      return stretchTitle({ type, span, lane: own, at: to - MINUTE, slow: null }, read());
    };
    expect(title('vacancy', ago(60), NOW, false)).toBe('Nobody held it, at least 1 h 0 min');
    expect(title('vacancy', ago(50), ago(20), false)).toBe('Nobody held it, at least 30 min 00 s');
    expect(title('vacancy', ago(50), ago(20))).toBe('Nobody held it, 30 min 00 s');
    expect(title('expired', ago(50), NOW)).toBe('Expired, but still held, at least 50 min 00 s');
    const span = { type: 'vacancy' as const, from: ago(60), to: NOW };
    const cut = aLane([span]);
    expect(targetWords({ type: 'vacancy', span, lane: cut, at: ago(30), slow: null }, read(), 'utc')).toMatch(
      /02:44:07: nobody, at least 1 h 0 min$/,
    );
    expect(leaderlessFacts([cut], read())[0]).toMatchObject({ holder: null, open: true });
    const old = ago(30 * 60);
    expect(targetWords({ type: 'nothing', lane: cut, at: old, slow: null }, read(), 'utc')).toContain(
      ', 2026-03-04 21:14:07 UTC: ',
    );
  });
  it('names the time in it that nobody watched, once where blind spots overlap, and of its own namespace', () => {
    const spots = [
      { from: ago(55), to: ago(45), scope: null },
      { from: ago(46), to: ago(44), scope: 'kube-system' },
      { from: ago(40), to: ago(30), scope: 'payments' },
      { from: ago(25), to: ago(24), scope: null },
    ];
    expect(stretchWords(lane, first, read(spots), 'utc').unwatched).toBe(
      '7 min 00 s of it, 2 times in all: it may have moved and come back meanwhile',
    );
  });
});
