/** `GET /api/v1/renewals`: renewals of one Lease summed up by stretches of time. */
import type { Stretch } from '../lease/stretches.ts';

export type RenewalBucket = {
  from: number;
  to: number;
  count: number;
  maxGapMs: number | null;
  offsetLowerMs: number | null;
  offsetUpperMs: number | null;
  holder: string | null;
};
/** `unwritten`: watched, but what renewals were seen then is not kept. */
export type RenewalsAnswer = { asOf: number; buckets: RenewalBucket[]; unwritten: Stretch[] };
