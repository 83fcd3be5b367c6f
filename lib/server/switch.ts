/** A variable that switches something on. */
import { z } from 'zod';

export const SWITCH = z.enum(['1', '0', 'true', 'false'], { error: 'is not a switch; give 1 or 0' });

export function isOn(value: z.infer<typeof SWITCH> | undefined): boolean {
  return value === '1' || value === 'true';
}
