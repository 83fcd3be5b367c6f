/** What was kept and told, held against what happened. */
import type { Handover } from '../../lib/lease/handover.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { expectedHandovers } from '../cluster/truth.ts';
import type { LeaseRecord } from '../setup/lease-record.ts';
import type { Server } from '../setup/stack.ts';

/** A message of the webhook, of one alert. */
export type Told = { at: number; id: string; told: 'firing' | 'over'; why: string };

/** `rule:key` of an alert's id. */
const keyOf = (id: string): string => id.slice(0, id.lastIndexOf('@'));

async function all<T>(server: Server, call: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const next: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await fetch(`${server.origin}/api/v1/${call}&limit=1000${next}`);
    if (!answer.ok) throw new Error(`${call} answered ${answer.status}`);
    const page = (await answer.json()) as { items: T[]; nextCursor: string | null };
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

export function pagesOf(server: Server, list: 'handovers', from: number): Promise<Handover[]> {
  return all<Handover>(server, `${list}?from=${from}`);
}

function isToldOf({ severity, rootId, silencedBy }: AlertView): boolean {
  return severity !== 'info' && rootId === null && silencedBy === null;
}

/** Of which people have to know now. */
export async function openAlerts(server: Server): Promise<string[]> {
  const firing = await all<AlertView>(server, 'alerts?state=firing');
  return firing.filter(isToldOf).map(({ id }) => keyOf(id));
}

export function overAlerts(server: Server, from: number): Promise<AlertView[]> {
  return all<AlertView>(server, `alerts?state=resolved&from=${from}`);
}

/** Each handover once, in order, from whom to whom, and why; nothing else. */
export function historyFaults(
  record: LeaseRecord,
  kept: readonly Handover[],
  from: number,
): { faults: string[]; expected: number } {
  const faults: string[] = [];
  let count = 0;
  for (const [lease, writes] of record.writes) {
    const expected = expectedHandovers(writes, record.durationMs(lease)).filter(({ at }) => at > from);
    count += expected.length;
    const got = kept
      .filter(({ namespace, name, to }) => `${namespace}/${name}` === lease && to !== null)
      .sort((a, b) => a.at - b.at);
    const wanted = expected.map((one) => `${one.from} → ${one.to}: ${one.causes.join(' or ')}`);
    const was = got.map(({ from: before, to, cause }, index) => {
      const causes = expected[index]?.causes ?? [];
      return `${before} → ${to}: ${causes.includes(cause) ? causes.join(' or ') : cause}`;
    });
    if (JSON.stringify(was) !== JSON.stringify(wanted))
      faults.push(`${lease}: kept ${was.join(', ') || 'nothing'}; it was ${wanted.join(', ') || 'nothing'}`);
  }
  const known = kept.filter(({ namespace, name }) => !record.writes.has(`${namespace}/${name}`));
  return { faults: [...faults, ...known.map(({ id }) => `of no election: ${id}`)], expected: count };
}

/** What was taken so shortly before its sender was killed may not have been written yet. */
const UNWRITTEN_MS = 3_000;
/** What was over sooner may have been over before it could be told. */
const LASTED_MS = 5_000;
const NEVER_EXPLAINED = ['expired-but-held', 'vacant', 'flapping', 'dual-leadership'];

/**
 * A webhook is told of each alert that it fires and that it is over, in turn; twice only what it took right before its
 * sender was killed. Each replica has its own word for when it began, so that the id may change with who tells. `over`: what is kept. `kills`: of the one that told, epoch ms.
 */
export function tellingFaults(
  told: readonly Told[],
  over: readonly AlertView[],
  kills: readonly number[],
): { told: number; twice: number; faults: string[] } {
  const last = new Map<string, Told>();
  const faults: string[] = [];
  let twice = 0;
  for (const one of told) {
    const key = keyOf(one.id);
    const before = last.get(key);
    last.set(key, one);
    if (one.why === 'worse' || one.why === 'missed') continue;
    if ((before?.told ?? 'over') === one.told) {
      const taken = before?.at ?? 0;
      if (kills.some((at) => taken > at - UNWRITTEN_MS && taken < at + UNWRITTEN_MS)) twice += 1;
      else faults.push(`told twice: ${one.id} ${one.told} (${one.why})`);
    }
  }
  for (const { id, told: as } of last.values())
    if (as === 'firing') faults.push(`never told to be over: ${id}`);
  const toldOf = new Set(told.map(({ id }) => keyOf(id)));
  for (const alert of over) {
    const lasted = (alert.resolvedAt ?? 0) - (alert.firedAt ?? 0) >= LASTED_MS;
    if (!isToldOf(alert) || !lasted || !NEVER_EXPLAINED.includes(alert.rule)) continue;
    if (!toldOf.has(keyOf(alert.id))) faults.push(`never told: ${alert.id}`);
  }
  return { told: told.length, twice, faults };
}
