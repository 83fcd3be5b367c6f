/** What is said of a clock beside its interval. Source: field guide §8 and §10. */
import type { ClockKind } from './clock-kind.ts';
import { countOf, formatCount } from './format.ts';
import type { ClockOffset } from './lease-row.ts';
import type { ClockItem, ClocksAnswer } from './nodes.ts';

/** "+21.6 s", "−40 ms": to tens of milliseconds, beyond 10 s to a tenth. */
export function offsetWords(ms: number): string {
  const sign = ms < 0 ? '−' : '+';
  const size = Math.abs(ms);
  if (size < 1000) return `${sign}${Math.round(size)} ms`;
  return `${sign}${(size / 1000).toFixed(size < 10_000 ? 2 : 1)} s`;
}

/** "−16 ms … +40 ms"; where no one offset explains all of them "+1.50 s or less by some, +7.96 s or more by others". */
export function intervalWords({ lower, upper }: Pick<ClockOffset, 'lower' | 'upper'>): string {
  return lower > upper
    ? `${offsetWords(upper)} or less by some, ${offsetWords(lower)} or more by others`
    : `${offsetWords(lower)} … ${offsetWords(upper)}`;
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
      what: `stepped by at least ${offsetWords(offset.lower - offset.upper).slice(1)}`,
      why: 'in the last 10 min; or API servers disagree by as much',
    };
  const isOpen = kind === 'near' && Math.max(Math.abs(offset.lower), Math.abs(offset.upper)) >= 1000;
  return isOpen ? { what: 'not told closely', why: 'requests are slow, or renewals few' } : SURE[kind];
}

/** "187 more agree with the API server to 50 ms; 3 more are not told yet." Null where nothing is left out. */
export function restWords({ near, withinMs, others }: ClocksAnswer['rest']): string | null {
  const parts: string[] = [];
  if (near > 0) {
    const to = withinMs === null ? '' : ` to ${offsetWords(withinMs).slice(1)}`;
    parts.push(`${formatCount(near)} more ${near === 1 ? 'agrees' : 'agree'} with the API server${to}`);
  }
  if (others > 0) parts.push(`${countOf(others, 'more clock')} ${others === 1 ? 'is' : 'are'} not listed`);
  return parts.length === 0 ? null : `${parts.join('; ')}.`;
}

/** Of Leases that no clock is told by. Null for none. */
export function unresolvedWords(count: number): string | null {
  if (count === 0) return null;
  return `Of ${countOf(count, 'Lease')} the clock is not resolvable: the API server does not stamp their renewals, or none was seen yet.`;
}
