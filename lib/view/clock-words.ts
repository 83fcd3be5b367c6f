/** What is said of a clock beside its interval. Source: field guide §8 and §10. */
import { CLOCK_OFF_MS, certainlyOff } from '../detect/clock-limits.ts';
import { type ClockKind, clockKind, extentMs } from './clock-kind.ts';
import { countOf, formatCount } from './format.ts';
import type { ClockOffset } from './lease-row.ts';
import type { ClockItem, ClocksAnswer } from './nodes.ts';
import { formatOffset, signedOffset, steppedWords } from './offset-words.ts';

/** "−16 ms … +40 ms"; where no one offset explains all of them "+1.50 s or less by some, +7.96 s or more by others". */
export function intervalWords({ lower, upper }: Pick<ClockOffset, 'lower' | 'upper'>): string {
  if (clockKind({ lower, upper }) === 'torn')
    return `${signedOffset(upper)} or less by some, ${signedOffset(lower)} or more by others`;
  const { leastMs, mostMs } = certainlyOff({ lower, upper });
  return `${signedOffset(leastMs)} … ${signedOffset(mostMs)}`;
}

const SURE: Record<Exclude<ClockKind, 'torn'>, { what: string; why: string }> = {
  ahead: { what: 'certainly ahead', why: '' },
  behind: { what: 'behind', why: 'certain but for the latency of requests' },
  near: { what: 'within 1 s', why: '' },
  few: { what: 'closing', why: 'too few renewals yet' },
};

export function clockSure({ kind, offset }: Pick<ClockItem, 'kind' | 'offset'>): {
  what: string;
  why: string;
} {
  if (kind === 'torn')
    return {
      what: steppedWords(offset.lower - offset.upper),
      why: 'in the last 10 min; or API servers disagree by as much',
    };
  const isOpen = kind === 'near' && extentMs(offset) >= CLOCK_OFF_MS;
  return isOpen ? { what: 'not told closely', why: 'requests are slow, or renewals few' } : SURE[kind];
}

/** "187 more agree with the API server to 50 ms; 3 more are not told yet." Null where nothing is left out. */
export function restWords({ near, withinMs, others }: ClocksAnswer['rest']): string | null {
  const parts: string[] = [];
  if (near > 0) {
    const to = withinMs === null ? '' : ` to ${formatOffset(withinMs)}`;
    parts.push(`${formatCount(near)} more ${near === 1 ? 'agrees' : 'agree'} with the API server${to}`);
  }
  if (others > 0) parts.push(`${countOf(others, 'more clock')} ${others === 1 ? 'is' : 'are'} not listed`);
  return parts.length === 0 ? null : `${parts.join('; ')}.`;
}

/** Of Leases that no clock is told by. Null for none. */
export function unresolvedWords(count: number): string | null {
  if (count === 0) return null;
  const whose = count === 1 ? 'its' : 'their';
  return `Of ${countOf(count, 'Lease')} the clock is not resolvable: the API server does not stamp ${whose} renewals, or none was seen yet.`;
}
