/** Alerts as the API answers them, as zod schemas (`docs/api.md`, "Alert"). */
import { z } from 'zod';
import { ALERT_STATES } from '../../alert/alert.ts';
import { RULES, SEVERITIES } from '../../detect/finding.ts';
import { CERTAINTIES } from '../../lease/handover.ts';
import type { AlertView } from '../../view/alert.ts';
import { at, count, page, text } from '../api/wire.ts';

export const AlertSchema = z
  .strictObject({
    id: text,
    rule: z.enum(RULES),
    severity: z.enum(SEVERITIES),
    certainty: z.enum(CERTAINTIES),
    state: z.enum(ALERT_STATES),
    title: text,
    summary: text,
    subject: z.strictObject({
      namespace: text.nullable(),
      name: text.nullable(),
      node: text.nullable(),
      holder: text.nullable(),
    }),
    since: at,
    until: at.nullable(),
    firedAt: at.nullable(),
    missingSince: at.nullable(),
    resolvedAt: at.nullable(),
    evidence: z.record(text, z.union([text, z.number(), z.boolean(), z.null()])),
    rootId: text.nullable(),
    consequences: count,
    silencedBy: text.nullable(),
    next: z.array(z.strictObject({ text, command: text.nullable() })),
  })
  .meta({ id: 'Alert' }) satisfies z.ZodType<AlertView>;

export const AlertsSchema = z.strictObject({ ...page, items: z.array(AlertSchema) }).meta({ id: 'Alerts' });
