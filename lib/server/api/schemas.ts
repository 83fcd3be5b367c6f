/**
 * What the API answers, as zod schemas: the OpenAPI document is made from them and the tests check real
 * answers against them. The compiler holds them to the types of `lib/view`.
 */
import { z } from 'zod';
import { ANNOTATED_CLASSES } from '../../lease/annotations.ts';
import { FEED_STATES, type Feed } from '../../lease/feed.ts';
import { CERTAINTIES, HANDOVER_CAUSES, type Handover } from '../../lease/handover.ts';
import { LEASE_CLASSES, type LeaseClass } from '../../lease/record.ts';
import { LEASE_STATES, type LeaseState } from '../../lease/state.ts';
import { AUTH_MODES } from '../../view/auth.ts';
import { DETAIL_PARTS, type LeaseDetail } from '../../view/lease-detail.ts';
import type { LeaseRow } from '../../view/lease-row.ts';
import type { RenewalsAnswer } from '../../view/renewals.ts';
import { HISTORY_STATES, OPTIONAL_RESOURCES, PERMISSIONS, type StatusAnswer } from '../../view/status.ts';
import { at, count, ms, page, text } from './wire.ts';

const state = z.enum(LEASE_STATES);
const leaseClass = z.enum(LEASE_CLASSES);

const holderRef = z.strictObject({
  kind: z.enum(['Pod', 'Node']),
  namespace: text.nullable(),
  name: text,
  uid: text.nullable(),
  node: text.nullable(),
});

export const LeaseRowSchema = z
  .strictObject({
    key: z.int().meta({ description: 'Names the row in the stream; good for one run of the server.' }),
    namespace: text,
    name: text,
    uid: text,
    class: leaseClass,
    elects: z.boolean(),
    state,
    stateSince: at.nullable(),
    holder: text.nullable(),
    previousHolder: text.nullable(),
    holderRef: holderRef.nullable(),
    durationMs: ms.nullable(),
    rawDurationSeconds: z.number().nullable(),
    transitions: z.number().nullable(),
    acquireTime: text.nullable(),
    renewTime: text.nullable(),
    serverTime: text.nullable(),
    lastRenewalAt: at.nullable(),
    ageMs: ms.nullable(),
    ageCertain: z.boolean(),
    lateAfterMs: ms.nullable(),
    expiresAfterMs: ms.nullable(),
    takeoverDueAt: at.nullable(),
    heldSince: at.nullable(),
    heldSinceCertain: z.boolean(),
    renewGapMs: z.strictObject({ median: ms, p99: ms, max: ms }).nullable(),
    headroomMs: ms.nullable(),
    clockOffsetMs: z
      .strictObject({ lower: ms, upper: ms, latencyAllowanceMs: ms, samples: count })
      .nullable(),
    handovers24h: count,
    alerts: z.array(text),
  })
  .meta({ id: 'Lease' }) satisfies z.ZodType<LeaseRow>;

export const HandoverSchema = z
  .strictObject({
    id: text,
    namespace: text,
    name: text,
    leaseUid: text,
    at,
    from: text.nullable(),
    to: text.nullable(),
    cause: z.enum(HANDOVER_CAUSES),
    certainty: z.enum(CERTAINTIES),
    silentMs: ms.nullable(),
    vacantMs: ms.nullable(),
    transitionsDelta: z.number().nullable(),
    coordinated: z.boolean(),
    evidence: z.record(text, z.union([text, z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: 'Handover' }) satisfies z.ZodType<Handover>;

const blindSpot = z.strictObject({ from: at, to: at });
const FeedErrorSchema = z.strictObject({ code: text, message: text, hint: text });
const feedFields = {
  state: z.enum(FEED_STATES),
  since: at,
  done: count,
  total: count.nullable(),
  lastEventAt: at.nullable(),
  provenAt: at.nullable(),
  lostAt: at.nullable(),
  nextAttemptAt: at.nullable(),
  attempt: count,
  lastError: FeedErrorSchema.nullable(),
  reconnects: count,
  blindSpots: z.array(blindSpot),
};
export const FeedSchema = z
  .strictObject({
    ...feedFields,
    scopes: z.array(z.strictObject({ namespace: text.nullable(), ...feedFields })),
  })
  .meta({ id: 'Feed' }) satisfies z.ZodType<Feed>;

const perState = z.record(state, count) satisfies z.ZodType<Record<LeaseState, number>>;
const perClass = z.record(leaseClass, count) satisfies z.ZodType<Record<LeaseClass, number>>;
const permission = z.enum(PERMISSIONS);

export const StatusSchema = z
  .strictObject({
    version: text,
    demo: z.boolean(),
    cluster: z.strictObject({
      id: text.nullable(),
      name: text.nullable(),
      server: text.nullable(),
      kubernetesVersion: text.nullable(),
      user: text.nullable(),
      namespaces: z.array(text),
      lookedFor: z.array(z.strictObject({ place: text, result: text })),
    }),
    feed: FeedSchema,
    counts: z.strictObject({
      leases: count,
      states: perState,
      elects: perState,
      heartbeats: perState,
      classes: perClass,
      heldByClass: perClass,
      alerts: z.strictObject({ critical: count, warning: count, info: count }),
    }),
    permissions: z.record(z.enum(['leases', ...OPTIONAL_RESOURCES]), permission),
    history: z.strictObject({
      state: z.enum(HISTORY_STATES),
      kind: z.enum(['sqlite', 'postgresql']).nullable(),
      since: at,
      keptFrom: at.nullable(),
      renewalsKeptFrom: at.nullable(),
      error: FeedErrorSchema.nullable(),
      waiting: count,
      lost: count,
    }),
    notify: z.array(
      z.strictObject({
        receiver: z.enum(['alertmanager', 'webhook', 'slack']),
        host: text,
        state: z.enum(['ok', 'failing', 'idle']),
        since: at,
        error: FeedErrorSchema.nullable(),
        waiting: count,
      }),
    ),
    sender: z.boolean(),
    sees: z.array(text).nullable(),
    auth: z.strictObject({
      mode: z.enum(AUTH_MODES),
      user: text.nullable().meta({ description: 'Who asks, as it was proved; null where nobody is asked.' }),
      open: z.boolean().meta({ description: 'Whoever reaches Tenure from another machine sees everything.' }),
    }),
    observedSince: at.nullable(),
    startedAt: at,
    now: at,
  })
  .meta({ id: 'Status' }) satisfies z.ZodType<StatusAnswer>;

export const LeasesSchema = z
  .strictObject({ ...page, items: z.array(LeaseRowSchema) })
  .meta({ id: 'Leases' });
export const HandoversSchema = z
  .strictObject({
    ...page,
    items: z.array(HandoverSchema),
    keptFrom: at
      .nullable()
      .meta({ description: 'From when on all are known; before it they may be missing.' }),
    places: z
      .array(z.strictObject({ holder: text, node: text }))
      .meta({ description: 'Where those holders ran, as far as that was looked up.' }),
  })
  .meta({ id: 'Handovers' });

export const LeaseDetailSchema = LeaseRowSchema.extend({
  raw: z.record(text, z.unknown()).nullable(),
  pod: z
    .strictObject({
      namespace: text,
      name: text,
      uid: text,
      node: text.nullable(),
      phase: text.nullable(),
      ready: z.boolean().nullable(),
      restarts: count,
      startedAt: at.nullable(),
      containersSince: at.nullable(),
      owner: z.strictObject({ kind: text, name: text }).nullable(),
      serviceAccount: text.nullable(),
    })
    .nullable(),
  node: z.strictObject({ name: text, ready: z.boolean().nullable(), unschedulable: z.boolean() }).nullable(),
  podGone: z.strictObject({ namespace: text, name: text, node: text.nullable(), seenAt: at }).nullable(),
  formerRunning: z
    .strictObject({
      identity: text,
      namespace: text,
      pod: text,
      node: text.nullable(),
      containersSince: at,
      replacedAt: at,
    })
    .nullable(),
  annotations: z
    .strictObject({
      expectedIntervalMs: ms.nullable(),
      silenceUntil: at.nullable(),
      class: z.enum(ANNOTATED_CLASSES).nullable(),
      faults: z.array(text).readonly(),
    })
    .nullable(),
  candidates: z.array(
    z.strictObject({ name: text, renewTime: text.nullable(), binaryVersion: text.nullable() }),
  ),
  events: z.array(
    z.strictObject({
      at: at.nullable(),
      reason: text,
      message: text,
      type: text,
      source: text.nullable(),
      count,
    }),
  ),
  unavailable: z.partialRecord(z.enum(DETAIL_PARTS), text).meta({
    description: 'Why a part could not be read. One that is null or empty and not named here does not exist.',
  }),
}).meta({ id: 'LeaseDetail' }) satisfies z.ZodType<LeaseDetail>;

export const RenewalsSchema = z
  .strictObject({
    asOf: at,
    buckets: z.array(
      z.strictObject({
        from: at,
        to: at,
        count,
        maxGapMs: ms.nullable(),
        offsetLowerMs: ms.nullable(),
        offsetUpperMs: ms.nullable(),
        holder: text.nullable(),
      }),
    ),
    unwritten: z.array(z.strictObject({ from: at, to: at })).meta({
      description:
        'Watched, but what renewals were seen then is not kept: the Tenure that saw them was killed before it wrote them, or another replica has yet to.',
    }),
  })
  .meta({ id: 'Renewals' }) satisfies z.ZodType<RenewalsAnswer>;

export const RetrySchema = z.strictObject({ retrying: z.literal(true) }).meta({ id: 'Retry' });

export const ErrorSchema = z
  .strictObject({
    error: z.strictObject({
      code: text,
      message: text,
      parameter: text.optional(),
    }),
  })
  .meta({ id: 'Error' });
