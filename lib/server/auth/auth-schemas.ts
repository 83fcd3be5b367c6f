import { z } from 'zod';
import { at, text } from '../api/wire.ts';

export const SignInSchema = z
  .strictObject({ token: z.string({ error: 'is missing' }).min(1, 'is missing') })
  .meta({ id: 'SignIn' });
export const SignedInSchema = z.strictObject({ user: text, expiresAt: at }).meta({ id: 'SignedIn' });
