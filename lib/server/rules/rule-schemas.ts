/** Rules as the API answers them, as zod schemas (`docs/api.md`, "Rules"). */
import { z } from 'zod';
import { RULES, SEVERITIES } from '../../detect/finding.ts';
import { LIMIT_UNITS } from '../../detect/rule-limits.ts';
import type { RulesAnswer } from '../../view/rules.ts';
import { at, count, ms, text } from '../api/wire.ts';

const unit = z.enum(LIMIT_UNITS);

export const RulesSchema = z
  .strictObject({
    asOf: at,
    file: z
      .strictObject({
        path: text,
        loadedAt: at.nullable(),
        error: z.strictObject({ since: at, mistakes: z.array(text) }).nullable(),
        overrides: count,
      })
      .nullable(),
    items: z.array(
      z.strictObject({
        rule: z.enum(RULES),
        enabled: z.boolean(),
        atMost: z.enum(SEVERITIES).nullable(),
        holdMs: ms,
        clearMs: ms,
        limits: z.array(
          z.strictObject({ name: text, value: z.number(), unit, default: z.number(), says: text }),
        ),
        worst: z
          .strictObject({
            value: z.number(),
            limit: z.number(),
            unit,
            subject: z.strictObject({
              namespace: text.nullable(),
              name: text.nullable(),
              node: text.nullable(),
              holder: text.nullable(),
            }),
          })
          .nullable(),
        firing: count,
      }),
    ),
  })
  .meta({ id: 'Rules' }) satisfies z.ZodType<RulesAnswer>;
