/** What the schemas of all answers are made of. */
import { z } from 'zod';

export const at = z.number().meta({ description: 'Epoch milliseconds.' });
export const ms = z.number().meta({ description: 'Milliseconds.' });
export const text = z.string();
export const count = z.int().min(0);
/** Around the items of a list. */
export const page = { asOf: at, nextCursor: text.nullable() };
