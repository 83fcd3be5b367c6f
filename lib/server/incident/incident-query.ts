/** `GET /api/v1/incident`: which range, of which Leases, and as what (`docs/api.md`). */
import { z } from 'zod';
import { LEASE_CLASSES } from '../../lease/record.ts';
import type { Query, QuerySpec } from '../query.ts';
import { TIME_RANGE } from '../time-range.ts';

const FORMATS = ['html', 'json'] as const;

export const INCIDENT_QUERY = {
  namespace: {
    schema: z.string().max(253),
    expected: 'a namespace',
    description: 'Only Leases of these namespaces.',
    many: true,
  },
  name: {
    schema: z.string().max(253),
    expected: 'a name',
    description: 'Only Leases of these names.',
    many: true,
  },
  class: {
    schema: z.enum(LEASE_CLASSES),
    expected: `a class; give one of ${LEASE_CLASSES.join(', ')}`,
    description: 'Only Leases of these classes.',
    many: true,
  },
  q: {
    schema: z.string().max(200),
    expected: 'a word of at most 200 characters',
    description: 'Part of the name or namespace, in any case.',
  },
  ...TIME_RANGE,
  format: {
    schema: z.enum(FORMATS),
    expected: `a format; give one of ${FORMATS.join(', ')}`,
    description: 'html: one file for people, which it is without it; json: the same for programs.',
  },
} as const satisfies QuerySpec;

export type IncidentQuery = Query<typeof INCIDENT_QUERY>;
