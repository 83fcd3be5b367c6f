/** The messages of `GET /api/v1/stream` (Server-Sent Events). Exact names: `docs/api.md` ("Stream"). */
import type { Feed } from '../lease/feed.ts';
import type { Handover } from '../lease/handover.ts';
import type { AlertMessage } from './alert.ts';
import type { LeaseRow, Totals } from './lease-row.ts';
import type { HistoryStatus, Permissions, Status } from './status.ts';

/** At most 1,000 rows a chunk; the snapshot is whole when done === total. The first chunk carries `status`. */
export type SnapshotMessage = {
  rows: LeaseRow[];
  done: number;
  total: number;
  status: Status | null;
  totals: Totals;
  /** Tenure's clock when it was made, epoch ms. */
  now: number;
  /** Per scope of the feed, in its order: `ScopeFeed.provenAt`. */
  provenAt: (number | null)[];
};

/** At most four a second, at least one in five: an open page that hears nothing for 12 s has lost Tenure. */
export type PatchMessage = {
  rows: LeaseRow[];
  /** Keys of rows that are gone, and of heartbeats that are held again. */
  removed: number[];
  /** [row key, lastRenewalAt epoch ms]: mere renewals, at most once a second, only for Leases that elect. */
  renewals: [number, number][];
  /** Null when unchanged. */
  totals: Totals | null;
  now: number;
  provenAt: (number | null)[];
};

export type FeedMessage = { feed: Feed; now: number };
/** When the history begins or fails, is well again, or goes back further. */
export type HistoryMessage = { history: HistoryStatus; now: number };
/** When what Tenure may read is known, or is another. */
export type PermissionsMessage = { permissions: Permissions; now: number };
export type HandoverMessage = { handover: Handover; now: number };

export type StreamMessage =
  | { type: 'snapshot'; data: SnapshotMessage }
  | { type: 'patch'; data: PatchMessage }
  | { type: 'feed'; data: FeedMessage }
  | { type: 'history'; data: HistoryMessage }
  | { type: 'permissions'; data: PermissionsMessage }
  | { type: 'handover'; data: HandoverMessage }
  | { type: 'alert'; data: AlertMessage };
