import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellWords, heatCells, heatPools, heatWords } from '../../lib/view/node-heat.ts';

const heat = {
  asOf: 0,
  names: ['cp-1', 'cp-2', 'wa-01', 'wa-02', 'wa-03', 'wa-04'],
  ages: [3000, 12_500, 44_000, 192_000, null, 100],
  states: 'hhleuv',
  clocks: 'na-t-f',
};

it('a cell is fresh, in time, late, expired or not known, and says whose clock is off', () => {
  expect(heatCells(heat).map(cellWords)).toEqual([
    'cp-1: in time, 3.0 s since its last heartbeat',
    'cp-2: in time, 13 s since its last heartbeat, clock off or stepped',
    'wa-01: late, 44 s since its last heartbeat',
    'wa-02: expired, 3 m 12 s since its last heartbeat, clock off or stepped',
    'wa-03: not known',
    'wa-04: held by nobody',
  ]);
  expect(heatCells(heat).map(({ mark }) => mark)).toEqual([
    ...['fresh', 'aging', 'late', 'expired', 'unknown', 'vacant'],
  ]);
  expect(heatWords(heatCells(heat))).toBe(
    '2 of 6 heartbeats in time · 1 late · 1 expired · 1 held by nobody · 1 not known · 2 clocks off or stepped',
  );
});

it('where none is known that is all that is said', () => {
  expect(heatWords(heatCells({ ...heat, states: 'uuuuuu', clocks: '------' }))).toBe(
    '6 heartbeats, not known now',
  );
  expect(heatWords([])).toBe('0 of 0 heartbeats in time');
});

it('nodes stand by the beginnings of their names where these tell pools apart', () => {
  const pools = heatPools(heatCells(heat));
  expect(pools.map(({ title, cells }) => `${title} ${cells.length}`)).toEqual(['cp 2', 'wa 4']);
  const alone = heatPools(heatCells({ ...heat, names: ['a', 'b', 'c', 'd', 'e', 'f'] }));
  expect(alone.map(({ title, cells }) => `${title} ${cells.length}`)).toEqual([' 6']);
});

it('every node stands once, whatever it is called and whatever is not known of it', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), (names) => {
      const cells = heatCells({ asOf: 0, names, ages: [], states: '', clocks: '' });
      const drawn = heatPools(cells).flatMap((pool) => pool.cells.map(({ name }) => name));
      expect(drawn.sort()).toEqual([...names].sort());
    }),
  );
});
