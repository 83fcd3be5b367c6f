import { describe, expect, it, test } from 'vitest';
import { listAlerts } from '../../lib/server/alert-list.ts';
import { ALERT_QUERY, selectAlerts } from '../../lib/server/alert-query.ts';
import { AlertsSchema } from '../../lib/server/alert-schemas.ts';
import { parseQuery } from '../../lib/server/query.ts';
import { about, everywhere, firing, T0 } from '../alert/builders.ts';

const MINUTE = 60_000;
const slow = firing(everywhere('slow-renewals', { severity: 'warning' }));
const under = firing(about('b', 'expired-but-held'), { rootId: slow.id });
const worst = firing(about('a', 'vacant', { since: T0 - MINUTE }));
const newer = firing(about('a', 'dual-leadership', { until: T0 + MINUTE }));
const pending = { ...firing(about('c', 'vacant')), state: 'pending' as const, firedAt: null };
const over = (name: string, resolvedAt: number) =>
  firing(about(name, 'flapping', { since: T0 - 10 * MINUTE }), { state: 'resolved', resolvedAt });
const ALL = [over('x', T0 - 5 * MINUTE), pending, under, slow, worst, newer, over('y', T0 - MINUTE)];

const ask = (text: string) =>
  listAlerts(
    { now: () => T0 + 1000, alerts: { all: () => ALL, consequencesOf: (id) => (id === slow.id ? 1 : 0) } },
    parseQuery(ALERT_QUERY, new URLSearchParams(text)),
  );
const shown = (text: string) => ask(text).items.map(({ rule, subject }) => `${rule} ${subject.name ?? '*'}`);

describe('GET /api/v1/alerts', () => {
  it('gives what fires, roots first and the worst of them, then what is pending and what is over', () =>
    expect(shown('')).toEqual([
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
  ])('%s', (text, expected) => expect(shown(text)).toEqual(expected));

  it('is paged without repeating or leaving out any', () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const answer = ask(`limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...answer.items.map(({ id }) => id));
      cursor = answer.nextCursor;
    }
    expect(seen).toEqual(ask('').items.map(({ id }) => id));
  });

  it('answers as the OpenAPI document says, and how many consequences there are', () => {
    const answer: unknown = JSON.parse(JSON.stringify(ask('')));
    expect(AlertsSchema.safeParse(answer).error?.issues ?? []).toEqual([]);
    expect(ask('rule=slow-renewals').items).toMatchObject([{ consequences: 1 }]);
  });

  test.each([
    ['state=open', 'state: "open" is not a state; give one of pending, firing, resolved.'],
    ['rule=vacancy', 'rule: "vacancy" is not a rule'],
    ['severty=info', 'did you mean severity?'],
  ])('%s is refused', (text, message) => expect(() => ask(text)).toThrow(message));

  it('looks at the range only where no id is asked for', () => {
    const query = parseQuery(ALERT_QUERY, new URLSearchParams());
    expect(selectAlerts(ALL, query, { from: 0, to: 1 })).toEqual([]);
  });
});
