/** An incident as the API answers it, as a zod schema (`docs/api.md`, "Incident"). */
import { z } from 'zod';
import { FEED_STATES } from '../../lease/feed.ts';
import { LEASE_CLASSES } from '../../lease/record.ts';
import { HISTORY_STATES } from '../../view/status.ts';
import { AlertSchema } from '../alerts/alert-schemas.ts';
import { HandoverSchema, RenewalsSchema, StatusSchema } from '../api/schemas.ts';
import { at, count, ms, text } from '../api/wire.ts';
import { InsightSchema, TimelineSchema } from '../kept/history-schemas.ts';
import { RulesSchema } from '../rules/rule-schemas.ts';

/** `left`: how many more there are; null: more, and not counted. */
function some<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), left: count.nullable() });
}

export const IncidentSchema = z
  .strictObject({
    asOf: at,
    from: at,
    to: at,
    view: z.strictObject({ user: text.nullable(), namespaces: z.array(text).nullable() }),
    scope: z.strictObject({
      namespaces: z.array(text),
      names: z.array(text),
      classes: z.array(z.enum(LEASE_CLASSES)),
      q: text.nullable(),
    }),
    tenure: z.strictObject({
      version: text,
      demo: z.boolean(),
      startedAt: at,
      observedSince: at.nullable(),
      feed: z.enum(FEED_STATES),
      feedSince: at,
    }),
    cluster: z.strictObject({
      id: text.nullable(),
      name: text.nullable(),
      server: text.nullable(),
      kubernetesVersion: text.nullable(),
      namespaces: z.array(text),
    }),
    permissions: StatusSchema.shape.permissions,
    history: z.strictObject({
      state: z.enum(HISTORY_STATES),
      keptFrom: at.nullable(),
      problem: text.nullable(),
    }),
    blindSpots: some(TimelineSchema.shape.blindSpots.element),
    slow: some(TimelineSchema.shape.slow.element),
    alerts: some(AlertSchema),
    alertsFrom: at.nullable(),
    handovers: some(HandoverSchema),
    timeline: some(TimelineSchema.shape.items.element).extend({ pointMs: z.number() }),
    leases: some(
      z.strictObject({
        namespace: text,
        name: text,
        class: z.enum(LEASE_CLASSES).nullable(),
        durationMs: ms.nullable(),
        usualGapMs: ms.nullable(),
        renewals: RenewalsSchema.shape.buckets,
        unwritten: RenewalsSchema.shape.unwritten,
        insight: InsightSchema.nullable(),
      }),
    ),
    rules: z.array(RulesSchema.shape.items.element.omit({ worst: true, firing: true })),
  })
  .meta({ id: 'Incident' });
