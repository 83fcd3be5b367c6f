/**
 * The tables, the same in SQLite and PostgreSQL. Times are epoch ms, durations ms, flags 0 or 1. Derivable facts
 * are not kept twice: tenures are what lies between handovers, blind spots what no `watched` stretch covers.
 */
import type { Generated } from 'kysely';

export type Database = {
  /**
   * `kept_from`: what was before it has been removed, and is not called watched again. `renewals_kept_from`: renewals
   * before it have been removed, which may be later. `public_url`: of the Tenure that
   * watches it, where that knows its own.
   */
  cluster: {
    id: Generated<number>;
    name: string | null;
    created_at: number;
    kept_from: number | null;
    renewals_kept_from: number | null;
    public_url: string | null;
  };
  /** `uid:<uid of kube-system>` or `ca:<hash of CA and address>`. Key: alias. */
  cluster_alias: { alias: string; cluster_id: number };
  /** A Lease by its name: the last known object of it. Unique: cluster_id, namespace, name. */
  lease: {
    id: Generated<number>;
    cluster_id: number;
    namespace: string;
    name: string;
    class: string;
    uid: string;
    holder_id: number | null;
    transitions: number | null;
    duration_ms: number | null;
    held_since: number | null;
    held_since_certain: number;
    vacant_since: number | null;
    /** The handover that waits for whoever takes it. */
    open_key: string | null;
    first_seen_at: number;
    /** When this was true. */
    seen_at: number;
    gone_at: number | null;
  };
  /** An identity and where it ran, as far as anybody looked. Unique: cluster_id, identity. */
  holder: {
    id: Generated<number>;
    cluster_id: number;
    identity: string;
    pod_namespace: string | null;
    pod_name: string | null;
    pod_uid: string | null;
    node: string | null;
    owner_kind: string | null;
    owner_name: string | null;
    resolved_at: number | null;
  };
  /** Unique: cluster_id, key. Indexes: (lease_id, at), (cluster_id, at). */
  handover: {
    id: Generated<number>;
    cluster_id: number;
    lease_id: number;
    /** `Handover.id`: the uid and the resourceVersion of the write that ended the tenure. */
    key: string;
    lease_uid: string;
    at: number;
    from_id: number | null;
    to_id: number | null;
    cause: string;
    certainty: string;
    silent_ms: number | null;
    vacant_ms: number | null;
    transitions_delta: number | null;
    /** As the replica that wrote it counted; `transitions_delta` of an `unseen` one lacks what others saw. */
    counted_delta: number | null;
    /** The counter after it, where the Lease has one: what orders handovers that two replicas saw. */
    transitions_after: number | null;
    coordinated: number;
    /** The stretch in which nobody watched, of an `unseen` one. */
    unwatched_from: number | null;
    unwatched_to: number | null;
    evidence: string;
  };
  /** Handovers with a `to`, summed up: enough to draw a month. Key: lease_id, hour (epoch ms / 3,600,000). */
  handover_hour: {
    lease_id: number;
    hour: number;
    count: number;
    weight: number;
    first_at: number;
    last_at: number;
    last_to_id: number | null;
    /** The longest vacancy in it. */
    vacant_ms: number | null;
    last_cause: string;
  };
  /**
   * `handover_hour` of one UTC day (epoch ms / 86,400,000) as text, see `lanes-days.ts`. Key: lease_id, day.
   */
  handover_day: {
    lease_id: number;
    day: number;
    count: number;
    weight: number;
    data: string;
    /** The same with busy hours joined; null where that is the same. */
    brief: string | null;
  };
  /** Of all Leases, see `minute-totals.ts`. Key: cluster_id, minute (epoch ms / 60,000). */
  handover_minute: {
    cluster_id: number;
    minute: number;
    weight: number;
  };
  /** Renewals of minutes that are not packed yet. Key: lease_id, minute (epoch ms / 60,000). */
  renewal_minute: {
    lease_id: number;
    minute: number;
    count: number;
    max_gap_ms: number | null;
    offset_lower_ms: number | null;
    offset_upper_ms: number | null;
    holder_id: number | null;
  };
  /** Minutes of one stretch of some hours, packed and compressed. Key: lease_id, from_minute. */
  renewal_chunk: { lease_id: number; from_minute: number; minutes: number; data: Uint8Array };
  /** Minutes in which anybody renewed late. Key: cluster_id, minute. */
  slow_minute: { cluster_id: number; minute: number; late: number; of: number };
  /** A heartbeat that was silent for longer than it may be. Key: cluster_id, namespace, name, from_at. */
  silence: { cluster_id: number; namespace: string; name: string; from_at: number; to_at: number };
  /** Key: lease_id, at. */
  duration_change: { lease_id: number; at: number; before_ms: number | null; after_ms: number | null };
  /**
   * What somebody watched without a gap. `scope` is a namespace, "" for the whole cluster; `instance` one run of
   * one Tenure. `summed_to`: up to when its renewals are written; null where an earlier version watched. Key:
   * cluster_id, scope, instance, from_at.
   */
  watched: {
    cluster_id: number;
    scope: string;
    instance: string;
    from_at: number;
    to_at: number;
    summed_to: number | null;
  };
  /**
   * An alert from when it fires on; ids, also in `delivery`, as `exact` of `stored.ts` writes them. `since`: of its
   * finding. Key: cluster_id, id. Indexes: (cluster_id, resolved_at, id), (cluster_id, fingerprint, began_at),
   * (cluster_id, namespace).
   */
  alert: {
    cluster_id: number;
    id: string;
    fingerprint: string;
    state: string;
    since: number;
    began_at: number;
    seen_at: number;
    severity_at: number;
    missing_since: number | null;
    fired_at: number | null;
    resolved_at: number | null;
    root_id: string | null;
    silenced_by: string | null;
    /** "" where it is about no single one, or was told by an earlier version. */
    namespace: string;
    /** The id of what another replica told of the same trouble, from its beginning: that one is shown. */
    same_as: string | null;
    /** As JSON. */
    finding: string;
  };
  /** What people do not want to be told. Key: cluster_id, id. */
  alert_silence: {
    cluster_id: number;
    id: string;
    from_at: number;
    until_at: number;
    author: string;
    comment: string;
    /** As JSON. */
    matchers: string;
  };
  /**
   * What a receiver was told last of an alert; of none: since when there is this receiver. Key: cluster_id, receiver,
   * alert_id.
   */
  delivery: {
    cluster_id: number;
    receiver: string;
    alert_id: string;
    told: string;
    severity: string;
    at: number;
  };
};
