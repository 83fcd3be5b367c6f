/** The answers about ranges of the history as zod schemas (`docs/api.md`, "Timeline"). */
import { z } from 'zod';
import { HANDOVER_CAUSES } from '../../lease/handover.ts';
import { LEASE_CLASSES } from '../../lease/record.ts';
import { at, count, ms, page, text } from '../api/wire.ts';

const BlindStretchSchema = z.strictObject({ from: at, to: at, scope: text.nullable() });

export const TimelineSchema = z
  .strictObject({
    ...page,
    from: at,
    to: at,
    pointMs: z.number().positive(),
    items: z.array(
      z.strictObject({
        namespace: text,
        name: text,
        class: z.enum(LEASE_CLASSES),
        handovers: count,
        atLeast: z.boolean(),
        spans: z.array(
          z.strictObject({
            type: z.enum(['tenure', 'vacancy', 'expired', 'dense']),
            from: at,
            to: at,
            holder: text.optional(),
            node: text.optional(),
            count: count.optional(),
            cause: z.enum(HANDOVER_CAUSES).optional(),
          }),
        ),
      }),
    ),
    total: count,
    blindSpots: z.array(BlindStretchSchema),
    slow: z.array(z.strictObject({ from: at, to: at, late: count, of: count })),
  })
  .meta({ id: 'Timeline' });

export const OverviewSchema = z
  .strictObject({
    asOf: at,
    from: at,
    to: at,
    slotMs: z.number().positive(),
    handovers: z.array(count),
    blindSpots: z.array(BlindStretchSchema),
  })
  .meta({ id: 'TimelineOverview' });

export const BlindSpotsSchema = z
  .strictObject({ asOf: at, items: z.array(BlindStretchSchema) })
  .meta({ id: 'BlindSpots' });

export const LeaseSilencesSchema = z
  .strictObject({
    asOf: at,
    from: at,
    to: at,
    items: z.array(z.strictObject({ from: at, to: at })),
    more: z.boolean(),
  })
  .meta({ id: 'LeaseSilences' });

const SpreadSchema = z.strictObject({ count, min: ms, median: ms, p90: ms, max: ms }).nullable();
export const InsightSchema = z
  .strictObject({
    asOf: at,
    from: at,
    to: at,
    watchedMs: ms,
    blindMs: ms,
    leaderlessMs: ms,
    availability: z.number().nullable(),
    handovers: z.record(z.enum(HANDOVER_CAUSES), count),
    silentAfterExpiry: SpreadSchema,
    vacantAfterRelease: SpreadSchema,
    renewalsFrom: at.nullable(),
    durations: z.array(z.strictObject({ at, durationMs: ms })),
    worstGapMs: ms.nullable(),
    usualGapMs: ms.nullable(),
    headroomTrend: z.array(z.strictObject({ from: at, to: at, headroomMs: ms.nullable() })),
  })
  .meta({ id: 'LeaseInsight' });
