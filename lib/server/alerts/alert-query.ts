/** `GET /api/v1/alerts`: which alerts, the most urgent first (`docs/api.md`). */
import { z } from 'zod';
import { ALERT_STATES, type Alert } from '../../alert/alert.ts';
import { RULES, SEVERITIES } from '../../detect/finding.ts';
import { type Entry, PAGING, type SortKey } from '../api/paging.ts';
import type { Query, QuerySpec } from '../api/query.ts';
import { TIME_RANGE } from '../api/time-range.ts';

export const ALERT_QUERY = {
  state: {
    schema: z.enum(ALERT_STATES),
    expected: `a state; give one of ${ALERT_STATES.join(', ')}`,
    description: 'Only these states.',
    many: true,
  },
  severity: {
    schema: z.enum(SEVERITIES),
    expected: `a severity; give one of ${SEVERITIES.join(', ')}`,
    description: 'Only these severities.',
    many: true,
  },
  rule: {
    schema: z.enum(RULES),
    expected: `a rule; give one of ${RULES.join(', ')}`,
    description: 'Only of these rules.',
    many: true,
  },
  namespace: {
    schema: z.string().max(253),
    expected: 'a namespace',
    description: 'Only about Leases of these namespaces.',
    many: true,
  },
  name: {
    schema: z.string().max(253),
    expected: 'a name',
    description: 'Only about Leases of these names.',
    many: true,
  },
  id: {
    schema: z.string().max(1000),
    expected: 'the id of an alert',
    description: 'Only these, whenever they were.',
    many: true,
  },
  ...TIME_RANGE,
  ...PAGING,
} as const satisfies QuerySpec;

export type AlertQuery = Query<typeof ALERT_QUERY>;

const STATES = ['firing', 'pending', 'resolved'] as const;

/** Those that were there at any time of `range` (epoch ms, both ends included), as entries to be paged. */
export function selectAlerts(
  alerts: Iterable<Alert>,
  query: Pick<AlertQuery, 'state' | 'severity' | 'rule' | 'namespace' | 'name' | 'id'>,
  range: { from: number; to: number },
): Entry<Alert>[] {
  const entries: Entry<Alert>[] = [];
  for (const alert of alerts) {
    const { finding } = alert;
    if (query.id.length > 0 ? !query.id.includes(alert.id) : !wasIn(alert, range)) continue;
    if (!oneOf(query.state, alert.state) || !oneOf(query.severity, finding.severity)) continue;
    if (!oneOf(query.rule, finding.rule) || !oneOf(query.namespace, finding.subject.namespace)) continue;
    if (!oneOf(query.name, finding.subject.name)) continue;
    entries.push({ key: urgencyOf(alert), item: alert });
  }
  return entries;
}

/**
 * Firing, pending, resolved. What fires: roots before consequences, the worst first, then the newest. What is
 * resolved: the newest end first.
 */
export function urgencyOf(alert: Alert): SortKey {
  const group = STATES.indexOf(alert.state);
  if (alert.resolvedAt !== null) return [group, -alert.resolvedAt, 0, 0, alert.id];
  const { severity, since } = alert.finding;
  return [group, alert.rootId === null ? 0 : 1, SEVERITIES.indexOf(severity), -since, alert.id];
}

function wasIn({ finding, resolvedAt }: Alert, { from, to }: { from: number; to: number }): boolean {
  return finding.since <= to && (resolvedAt === null || resolvedAt >= from);
}

function oneOf<T>(wanted: readonly T[], value: T | null): boolean {
  return wanted.length === 0 || (value !== null && wanted.includes(value));
}
