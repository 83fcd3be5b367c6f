/** `cluster`: which of the clusters that are kept in the same database is asked about (`docs/api.md`, "Clusters"). */
import { z } from 'zod';
import type { QuerySpec } from '../api/query.ts';

export const OF_CLUSTER = {
  cluster: {
    schema: z.string().max(200),
    expected: 'the id of a cluster, as GET /api/v1/clusters has it',
    description: 'What is kept of this cluster; the one that this Tenure watches without it.',
  },
} as const satisfies QuerySpec;
