/** `GET /api/v1/renewals`: renewals of one Lease summed up by stretches of time. */
export type RenewalBucket = {
  from: number;
  to: number;
  count: number;
  maxGapMs: number | null;
  offsetLowerMs: number | null;
  offsetUpperMs: number | null;
  holder: string | null;
};
export type RenewalsAnswer = { asOf: number; buckets: RenewalBucket[] };
