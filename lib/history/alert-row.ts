/** An alert, a silence and a delivery as rows, and back. */
import type { Insertable, Selectable } from 'kysely';
import type { Alert } from '../alert/alert.ts';
import type { Delivery } from '../alert/delivery.ts';
import type { Silence } from '../alert/silence.ts';
import type { Database } from './schema.ts';
import { exact, exactOf, storable, whole } from './stored.ts';

export function alertRow(alert: Alert, clusterId: number): Insertable<Database['alert']> {
  return {
    cluster_id: clusterId,
    id: exact(alert.id),
    fingerprint: exact(alert.fingerprint),
    state: alert.state,
    since: whole(alert.finding.since),
    began_at: whole(alert.beganAt),
    seen_at: whole(alert.seenAt),
    severity_at: whole(alert.severityAt),
    missing_since: whole(alert.missingSince),
    fired_at: whole(alert.firedAt),
    resolved_at: whole(alert.resolvedAt),
    root_id: exactOrNull(alert.rootId),
    silenced_by: exactOrNull(alert.silencedBy),
    namespace: exact(alert.finding.subject.namespace ?? ''),
    finding: JSON.stringify(alert.finding),
  };
}

export function alertOf(row: Selectable<Database['alert']>): Alert {
  return {
    id: exactOf(row.id),
    fingerprint: exactOf(row.fingerprint),
    // Only what was an alert's own was ever written there.
    state: row.state as Alert['state'],
    finding: JSON.parse(row.finding) as Alert['finding'],
    beganAt: row.began_at,
    seenAt: row.seen_at,
    severityAt: row.severity_at,
    missingSince: row.missing_since,
    firedAt: row.fired_at,
    resolvedAt: row.resolved_at,
    rootId: row.root_id === null ? null : exactOf(row.root_id),
    silencedBy: row.silenced_by === null ? null : exactOf(row.silenced_by),
  };
}

export function silenceRow(silence: Silence, clusterId: number): Insertable<Database['alert_silence']> {
  return {
    cluster_id: clusterId,
    id: exact(silence.id),
    from_at: whole(silence.from),
    until_at: whole(silence.until),
    author: storable(silence.author),
    comment: storable(silence.comment),
    matchers: JSON.stringify(silence.matchers),
  };
}

export function silenceOf(row: Selectable<Database['alert_silence']>): Silence {
  return {
    id: exactOf(row.id),
    // Only what was a silence's own was ever written there.
    matchers: JSON.parse(row.matchers) as Silence['matchers'],
    from: row.from_at,
    until: row.until_at,
    author: row.author,
    comment: row.comment,
  };
}

export function deliveryRow(delivery: Delivery, clusterId: number): Insertable<Database['delivery']> {
  return {
    cluster_id: clusterId,
    receiver: exact(delivery.receiver),
    alert_id: exact(delivery.alertId),
    told: delivery.told,
    severity: delivery.severity,
    at: whole(delivery.at),
  };
}

export function deliveryOf(row: Selectable<Database['delivery']>): Delivery {
  return {
    receiver: exactOf(row.receiver),
    alertId: exactOf(row.alert_id),
    // Only what was a delivery's own was ever written there.
    told: row.told as Delivery['told'],
    severity: row.severity as Delivery['severity'],
    at: row.at,
  };
}

function exactOrNull(text: string | null): string | null {
  return text === null ? null : exact(text);
}
