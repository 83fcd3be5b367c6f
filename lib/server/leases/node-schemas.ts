/** Nodes and clocks as the API answers them, as zod schemas (`docs/api.md`, "Nodes and clocks"). */
import { z } from 'zod';
import { LEASE_STATES } from '../../lease/state.ts';
import type { ClocksAnswer, HeatAnswer, NodesAnswer } from '../../view/nodes.ts';
import { at, count, ms, page, text } from '../api/wire.ts';

const offset = z.strictObject({ lower: ms, upper: ms, latencyAllowanceMs: ms, samples: count });

const NodeSchema = z.strictObject({
  name: text,
  state: z.enum(LEASE_STATES),
  lastRenewalAt: at.nullable(),
  ageMs: ms.nullable(),
  ageCertain: z.boolean(),
  durationMs: ms.nullable(),
  lateAfterMs: ms.nullable(),
  clockOffsetMs: offset.nullable(),
  holds: z.array(text),
});

export const NodesSchema = z
  .strictObject({ ...page, items: z.array(NodeSchema) })
  .meta({ id: 'Nodes' }) satisfies z.ZodType<NodesAnswer>;

export const HeatSchema = z
  .strictObject({
    asOf: at,
    names: z.array(text),
    ages: z.array(ms.nullable()),
    states: text.meta({ description: 'A letter each: held, late, expired, vacant, unknown.' }),
    clocks: text.meta({ description: 'A letter each: ahead, behind, torn, near, few; - for none.' }),
  })
  .meta({ id: 'NodesHeat' }) satisfies z.ZodType<HeatAnswer>;

export const ClocksSchema = z
  .strictObject({
    asOf: at,
    items: z.array(
      z.strictObject({
        node: text.nullable(),
        holder: text.nullable(),
        leases: count,
        kind: z.enum(['ahead', 'behind', 'torn', 'near', 'few']),
        offset,
      }),
    ),
    rest: z.strictObject({ near: count, withinMs: ms.nullable(), others: count }),
    unresolved: count,
  })
  .meta({ id: 'Clocks' }) satisfies z.ZodType<ClocksAnswer>;
