/** `GET /api/v1/incident`: which range, of which Leases, and as what (`docs/api.md`). */
import { z } from 'zod';
import type { Query, QuerySpec } from '../api/query.ts';
import { TIME_RANGE } from '../api/time-range.ts';
import { LEASE_FILTER } from '../leases/lease-filter.ts';

const FORMATS = ['html', 'json'] as const;

export const INCIDENT_QUERY = {
  ...LEASE_FILTER,
  ...TIME_RANGE,
  format: {
    schema: z.enum(FORMATS),
    expected: `a format; give one of ${FORMATS.join(', ')}`,
    description: 'html: one file for people, which it is without it; json: the same for programs.',
  },
} as const satisfies QuerySpec;

export type IncidentQuery = Query<typeof INCIDENT_QUERY>;
