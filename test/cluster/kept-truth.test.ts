/** The other half of the yardstick, checked by hand-made records: what is not so has to be noticed. */
import { expect, it } from 'vitest';
import type { Handover } from '../../lib/lease/handover.ts';
import { handover } from '../history/batch-builder.ts';
import { keptFaults } from './kept-truth.ts';
import type { Write } from './truth.ts';

const SECOND = 1_000;
const END = 200 * SECOND;
/** Nobody watched from 40 s to 60 s. */
const AWAY = { from: 40 * SECOND, to: 60 * SECOND };
const WATCHED = [
  { from: 0, to: AWAY.from },
  { from: AWAY.to, to: END },
];

function write(seconds: number, holder: string, transitions: number): Write {
  const at = seconds * SECOND;
  const names = { event: 'MODIFIED', lease: 'a/b', uid: 'u1', resourceVersion: String(at) } as const;
  return { ...names, holder, transitions, renewTime: String(at), at };
}
const kept = (seconds: number, from: string | null, to: string | null, over: Partial<Handover> = {}) =>
  handover({ id: `u1.${seconds}`, at: seconds * SECOND, from, to, ...over });
const first = kept(1, null, 'A', { cause: 'first', transitionsDelta: null });
const unseen = (from: string | null, to: string | null, transitionsDelta: number, seconds = 55) => {
  const evidence = { unwatchedFrom: AWAY.from, unwatchedTo: AWAY.to };
  return kept(seconds, from, to, { cause: 'unseen', transitionsDelta, evidence });
};
const faults = (writes: Write[], rows: Handover[]) =>
  keptFaults({ writes, durationMs: 4_000, kept: rows, watched: WATCHED });

const held = [write(1, 'A', 0), write(190, 'A', 0)];
const twice = [write(1, 'A', 0), write(48, 'B', 1), write(55, 'C', 2)];
const expired = [write(1, 'A', 0), write(100, 'B', 1)];

it.each([
  ['nothing happened', held, [first]],
  ['two that nobody saw', twice, [first, unseen('A', 'C', 2)]],
  ['one that was seen', expired, [first, kept(100, 'A', 'B', { cause: 'expiry' })]],
  [
    'one that waits',
    [write(1, 'A', 0), write(100, '', 0)],
    [first, kept(100, 'A', null, { cause: 'release' })],
  ],
])('%s: no fault', (_name, writes, rows) => expect(faults(writes, rows)).toEqual([]));

it.each([
  ['an unseen one that never was', held, [first, unseen('X', 'Y', 7)], /nobody could miss X → Y/],
  ['an unseen one to the same that never was', held, [first, unseen('A', 'A', 1)], /nobody could miss/],
  ['one that counts too many', twice, [first, unseen('A', 'C', 3)], /nobody could miss/],
  ['one that counts too few', twice, [first, unseen('A', 'C', 1)], /nobody could miss/],
  ['another former holder', twice, [first, unseen('X', 'C', 2)], /nobody could miss/],
  [
    'one that is told twice',
    twice,
    [first, unseen('A', 'C', 2), unseen('A', 'C', 2, 56)],
    /nobody could miss/,
  ],
  ['the last of two only', twice, [first, unseen('B', 'C', 1)], /lost: A → B/],
  ['one that was watched', expired, [first, { ...unseen('A', 'B', 1), at: 58_000 }], /nobody could miss/],
  ['a release by nobody', expired, [first, kept(100, null, 'B', { cause: 'release' })], /invented/],
  ['another cause', expired, [first, kept(100, 'A', 'B', { cause: 'early' })], /it was expiry/],
  ['none', expired, [first], /lost: A → B/],
  ['a release that waits for ever', expired, [first, kept(90, 'A', null, { cause: 'release' })], /took over/],
])('%s: a fault', (_name, writes, rows, said) => expect(faults(writes, rows).join('\n')).toMatch(said));
