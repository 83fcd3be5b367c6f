import { describe, expect, it, test } from 'vitest';
import type { Alert } from '../../../lib/alert/alert.ts';
import type { History } from '../../../lib/history/history.ts';
import { listAlerts } from '../../../lib/server/alerts/alert-list.ts';
import { ALERT_QUERY, selectAlerts } from '../../../lib/server/alerts/alert-query.ts';
import { AlertsSchema } from '../../../lib/server/alerts/alert-schemas.ts';
import { parseQuery } from '../../../lib/server/api/query.ts';
import type { AlertsAnswer } from '../../../lib/view/alert.ts';
import { about, everywhere, firing, T0 } from '../../alert/builders.ts';
import { noHistory } from '../no-history.ts';

const MINUTE = 60_000;
const slow = firing(everywhere('slow-renewals', { severity: 'warning' }));
const under = firing(about('b', 'expired-but-held'), { rootId: slow.id });
const worst = firing(about('a', 'vacant', { since: T0 - MINUTE }));
const newer = firing(about('a', 'dual-leadership', { until: T0 + MINUTE }));
const pending = { ...firing(about('c', 'vacant')), state: 'pending' as const, firedAt: null };
const over = (name: string, resolvedAt: number) =>
  firing(about(name, 'flapping', { since: T0 - 10 * MINUTE }), { state: 'resolved', resolvedAt });
const ALL = [over('x', T0 - 5 * MINUTE), pending, under, slow, worst, newer, over('y', T0 - MINUTE)];

const ask = (text: string, kept: readonly Alert[] | null = null) =>
  listAlerts(
    {
      now: () => T0 + 1000,
      alerts: { all: () => ALL, consequencesOf: (id) => (id === slow.id ? 1 : 0) },
      history: kept === null ? noHistory() : keeping(kept),
      alertsCompleteFrom: () => (kept === null ? null : T0 - 60 * MINUTE),
    },
    parseQuery(ALERT_QUERY, new URLSearchParams(text)),
  );
const shown = async (text: string, kept: readonly Alert[] | null = null) =>
  (await ask(text, kept)).items.map(({ rule, subject }) => `${rule} ${subject.name ?? '*'}`);
/** Every page of it. */
async function idsOf(text: string, kept: readonly Alert[] | null = null): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer: AlertsAnswer = await ask(`${text}${cursor === '' ? '' : `&cursor=${cursor}`}`, kept);
    seen.push(...answer.items.map(({ id }) => id));
    cursor = answer.nextCursor;
  }
  return seen;
}

/** Has these that are over, in its order. */
function keeping(kept: readonly Alert[]): History {
  const none = noHistory();
  const ended = ({ resolvedAt }: Alert) => resolvedAt ?? 0;
  const sorted = kept.toSorted((a, b) => ended(b) - ended(a) || (a.id < b.id ? -1 : 1));
  return {
    ...none,
    status: () => ({ ...none.status(), state: 'ready' }),
    reads: {
      ...none.reads,
      alertsById: async (ids) => kept.filter(({ id }) => ids.includes(id)),
      async alerts({ from, to }, { limit, after }) {
        const rest =
          after === null ? sorted : sorted.slice(1 + sorted.findIndex(({ id }) => id === after.id));
        return rest.filter((alert) => alert.finding.since <= to && ended(alert) >= from).slice(0, limit);
      },
    },
  };
}

describe('GET /api/v1/alerts', () => {
  it('gives what fires, roots first and the worst of them, then what is pending and what is over', async () =>
    expect(await shown('')).toEqual([
      'dual-leadership a',
      'vacant a',
      'slow-renewals *',
      'expired-but-held b',
      'vacant c',
      'flapping y',
      'flapping x',
    ]));

  test.each([
    ['state=pending', ['vacant c']],
    ['state=pending&state=resolved', ['vacant c', 'flapping y', 'flapping x']],
    ['severity=warning', ['slow-renewals *']],
    ['rule=vacant', ['vacant a', 'vacant c']],
    ['name=a&namespace=apps', ['dual-leadership a', 'vacant a']],
    ['namespace=elsewhere', []],
    [`to=${T0 - 2 * MINUTE}&from=${T0 - 3 * MINUTE}`, ['flapping y']],
    [`to=${T0 - 2 * MINUTE}`, ['flapping y', 'flapping x']],
    [`to=5&id=${encodeURIComponent(worst.id)}`, ['vacant a']],
  ])('%s', async (text, expected) => expect(await shown(text)).toEqual(expected));

  it('is paged without repeating or leaving out any', async () =>
    expect(await idsOf('limit=2')).toEqual((await ask('')).items.map(({ id }) => id)));

  it('answers as the OpenAPI document says, and how many consequences there are', async () => {
    const answer: unknown = JSON.parse(JSON.stringify(await ask('')));
    expect(AlertsSchema.safeParse(answer).error?.issues ?? []).toEqual([]);
    expect((await ask('rule=slow-renewals')).items).toMatchObject([{ consequences: 1 }]);
  });

  test.each([
    ['state=open', 'state: "open" is not a state; give one of pending, firing, resolved.'],
    ['rule=vacancy', 'rule: "vacancy" is not a rule'],
    ['severty=info', 'did you mean severity?'],
  ])('%s is refused', async (text, message) => expect(async () => ask(text)).rejects.toThrow(message));

  it('looks at the range only where no id is asked for', () => {
    const query = parseQuery(ALERT_QUERY, new URLSearchParams());
    expect(selectAlerts(ALL, query, { from: 0, to: 1 })).toEqual([]);
  });
});

describe('alerts that are not remembered any more', () => {
  const DAY = 24 * 60 * MINUTE;
  /** One an hour for twelve days, every other one of another rule; and those that are remembered. */
  const kept = [
    ...Array.from({ length: 300 }, (_, hours) => {
      const ended = T0 - hours * 60 * MINUTE - 10 * MINUTE;
      const rule = hours % 2 === 0 ? 'flapping' : 'vacant';
      const found = about(`n${hours}`, rule, { since: ended - MINUTE });
      return firing(found, { id: `n${hours}`, state: 'resolved', resolvedAt: ended });
    }),
    ...ALL.filter(({ state }) => state === 'resolved'),
  ];

  it('are those that are kept, joined with what fires, each once and page by page', async () => {
    const ids = await idsOf('from=now-10d&limit=7', kept);
    const open = ALL.filter(({ state }) => state !== 'resolved');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(open.length + 2 + 240);
    expect(ids.slice(0, 5)).toEqual((await ask('state=firing&state=pending')).items.map(({ id }) => id));
    expect(ids.slice(5, 9)).toEqual([over('y', 0).id, over('x', 0).id, 'n0', 'n1']);
    expect(ids.at(-1)).toBe('n239');
    expect(await idsOf('from=now-10d&limit=1000', kept)).toEqual(ids);
  });

  it('are asked for by rule, however rare it is among them', async () => {
    const ids = await idsOf('from=now-12d&rule=vacant&state=resolved&limit=20', kept);
    expect(ids).toHaveLength(144);
  });

  it('are not asked for where memory has all that is wanted', async () => {
    expect(await shown('from=now-59m&state=resolved', kept)).toEqual(['flapping y', 'flapping x']);
    expect(await shown('from=now-10d&state=pending', kept)).toEqual(['vacant c']);
  });

  it('are found by their id, whenever they were', async () =>
    expect(await shown(`id=n250&id=${encodeURIComponent(worst.id)}`, kept)).toEqual([
      'vacant a',
      'flapping n250',
    ]));

  it('are missing, and nothing else is, while the history fails', async () => {
    expect(await idsOf(`from=${T0 - 10 * DAY}`)).toHaveLength(ALL.length);
  });
});
