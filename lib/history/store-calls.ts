/** What the thread that owns the store is asked, and how it is reached. Everything here can be cloned. */
import type { FeedError } from '../lease/feed.ts';
import type { Batch, HistoryReads } from './history.ts';

/** Where a run was given up: nothing between these was kept, epoch ms. */
export type LostStretch = { from: number; to: number };

/** How far something was watched, epoch ms. Scope null: the whole cluster. */
export type WatchedUntil = { scope: string | null; at: number };

export type OpenRequest = {
  url: string;
  aliases: string[];
  name: string | null;
  /** By which people reach this Tenure; undefined where nobody does, for it only reads. */
  publicUrl?: string | null | undefined;
  instance: string;
  now: number;
  /** Where the cluster is not there any more: what was before this is lost, epoch ms. Null: nothing is. */
  keptFrom: number | null;
};

export type Retention = { handoverDays: number; renewalDays: number; maxBytes: number };

/** What is kept, and what is kept of renewals, begins here, epoch ms; null while nothing is. */
export type Kept = { keptFrom: number | null; renewalsKeptFrom: number | null };

export type StoreCalls = HistoryReads & {
  /**
   * `created`: nothing of this cluster was there. `watched`: the end of what this run is known to have watched, of
   * each scope of which anything is there.
   */
  open(request: OpenRequest): Promise<Kept & { created: boolean; watched: WatchedUntil[] }>;
  alias(alias: string, now: number): Promise<{ created: boolean }>;
  /** One transaction. `lost`: what this run must not call watched. */
  write(batch: Batch, lost: LostStretch[], now: number): Promise<void>;
  /** Rejects with `history_removed` when the file that is open is not the one at its path any more. */
  check(): Promise<Kept>;
  /** One small step of deleting and packing; `done` when nothing is left to do. */
  tidy(retention: Retention, now: number): Promise<Kept & { done: boolean }>;
  /** See `SenderLock.hold`; where nobody else can be, always the same. */
  holdSender(): Promise<string | null>;
  /** One of the reads, of another cluster by its `KeptCluster.id`; rejects with `history_no_cluster`. */
  ofCluster(id: string, method: StoreMethod, args: unknown[]): Promise<unknown>;
  close(): Promise<void>;
};
export type StoreMethod = keyof StoreCalls;
export type StoreAnswer<M extends StoreMethod> = Awaited<ReturnType<StoreCalls[M]>>;

export type StoreLink = {
  call<M extends StoreMethod>(method: M, ...args: Parameters<StoreCalls[M]>): Promise<StoreAnswer<M>>;
  /** Ends it at once; what runs is given up. */
  end(): Promise<void>;
};
/** `died` is told once when it ends by itself. */
export type StartStore = (died: (why: FeedError) => void) => StoreLink;

export type StoreRequest = { id: number; method: StoreMethod; args: unknown[] };
export type StoreReply = { id: number; value?: unknown; error?: FeedError };
