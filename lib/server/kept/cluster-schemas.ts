/** The answer about clusters as a zod schema (`docs/api.md`, "Clusters"). */
import { z } from 'zod';
import { at, text } from '../api/wire.ts';

export const ClustersSchema = z
  .strictObject({
    asOf: at,
    items: z.array(
      z.strictObject({
        id: text,
        name: text.nullable(),
        publicUrl: text.nullable(),
        keptFrom: at.nullable(),
        watchedUntil: at.nullable(),
        own: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Clusters' });
