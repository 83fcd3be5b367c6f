/** Which Leases a question is about: the parameters that calls have in common (`docs/api.md`). */
import { z } from 'zod';
import { LEASE_CLASSES } from '../../lease/record.ts';
import type { QuerySpec } from '../api/query.ts';

export const LEASE_FILTER = {
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
} as const satisfies QuerySpec;
