/** The heat map of heartbeats: what each cell shows, how cells are grouped, and the sentence above. Pure. */
import type { LeaseState } from '../lease/state.ts';
import { countOf, formatCount, formatDuration } from './format.ts';
import { HEARTBEAT_WORDS, HEAT_CLOCKS, HEAT_STATES, type HeatAnswer } from './nodes.ts';

/** `aging`: in time, but later than the period of 10 to 10.4 s and a request (field guide §4). */
export type HeatMark = 'fresh' | 'aging' | 'late' | 'expired' | 'vacant' | 'unknown';
export type HeatCell = { name: string; mark: HeatMark; ageMs: number | null; clockOff: boolean };
export type HeatPool = { title: string; cells: HeatCell[] };

const AGING_MS = 12_000;
const STATES = new Map(Object.entries(HEAT_STATES).map(([state, letter]) => [letter, state as LeaseState]));
const OFF: readonly string[] = [HEAT_CLOCKS.ahead, HEAT_CLOCKS.behind, HEAT_CLOCKS.torn];
/** A node's pool is told by its name up to the last dash; more pools than this say nothing. */
const MOST_POOLS = 10;
const LEAST_IN_POOL = 2;

export function heatCells({ names, ages, states, clocks }: HeatAnswer): HeatCell[] {
  return names.map((name, index) => {
    const ageMs = ages[index] ?? null;
    const state = STATES.get(states[index] ?? '') ?? 'unknown';
    return { name, mark: markOf(state, ageMs), ageMs, clockOff: OFF.includes(clocks[index] ?? '') };
  });
}

function markOf(state: LeaseState, ageMs: number | null): HeatMark {
  if (state === 'held') return ageMs !== null && ageMs > AGING_MS ? 'aging' : 'fresh';
  return state;
}

/** By the beginnings of their names where these tell some pools apart; else all in one, without a title. */
export function heatPools(cells: readonly HeatCell[]): HeatPool[] {
  const pools = new Map<string, HeatCell[]>();
  for (const cell of cells) {
    const title = cell.name.replace(/-?[^-]*$/, '');
    const pool = pools.get(title);
    if (pool === undefined) pools.set(title, [cell]);
    else pool.push(cell);
  }
  const told =
    pools.size > 1 &&
    pools.size <= MOST_POOLS &&
    [...pools.values()].every((pool) => pool.length >= LEAST_IN_POOL);
  if (!told) return [{ title: '', cells: [...cells] }];
  return [...pools].map(([title, own]) => ({ title, cells: own }));
}

export function countMarks(cells: readonly HeatCell[]): Record<HeatMark, number> & { clockOff: number } {
  const counts = { fresh: 0, aging: 0, late: 0, expired: 0, vacant: 0, unknown: 0, clockOff: 0 };
  for (const { mark, clockOff } of cells) {
    counts[mark] += 1;
    if (clockOff) counts.clockOff += 1;
  }
  return counts;
}

/** "197 of 200 heartbeats in time · 1 late · 1 expired · 1 not known · 4 clocks off or stepped"; else that none is known. */
export function heatWords(cells: readonly HeatCell[]): string {
  const { fresh, aging, late, expired, vacant, unknown, clockOff } = countMarks(cells);
  if (unknown > 0 && unknown === cells.length) return `${countOf(unknown, 'heartbeat')}, not known now`;
  const parts = [`${formatCount(fresh + aging)} of ${countOf(cells.length, 'heartbeat')} in time`];
  if (late > 0) parts.push(`${formatCount(late)} late`);
  if (expired > 0) parts.push(`${formatCount(expired)} expired`);
  if (vacant > 0) parts.push(`${formatCount(vacant)} held by nobody`);
  if (unknown > 0) parts.push(`${formatCount(unknown)} not known`);
  if (clockOff > 0) parts.push(`${countOf(clockOff, 'clock')} off or stepped`);
  return parts.join(' · ');
}

const WORDS: Record<HeatMark, string> = {
  ...HEARTBEAT_WORDS,
  fresh: HEARTBEAT_WORDS.held,
  aging: HEARTBEAT_WORDS.held,
};

/** "wb-23: late, 44 s since its last heartbeat, clock off or stepped" */
export function cellWords({ name, mark, ageMs, clockOff }: HeatCell): string {
  const age =
    ageMs === null || mark === 'vacant' ? '' : `, ${formatDuration(ageMs)} since its last heartbeat`;
  return `${name}: ${WORDS[mark]}${age}${clockOff ? ', clock off or stepped' : ''}`;
}
