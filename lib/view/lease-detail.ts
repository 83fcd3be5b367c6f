/** `GET /api/v1/leases/{namespace}/{name}`: the row, and what is read from the API server on demand. */
import type { LeaseAnnotations } from '../lease/annotations.ts';
import type { LeaseRow } from './lease-row.ts';

export type PodFacts = {
  namespace: string;
  name: string;
  uid: string;
  node: string | null;
  phase: string | null;
  ready: boolean | null;
  restarts: number;
  startedAt: number | null;
  /** Since when all of its containers have run without a restart; null unless every one of them runs. */
  containersSince: number | null;
  owner: { kind: string; name: string } | null;
  serviceAccount: string | null;
};
export type NodeFacts = { name: string; ready: boolean | null; unschedulable: boolean };
export type LeaseEvent = {
  at: number | null;
  reason: string;
  message: string;
  type: string;
  source: string | null;
  count: number;
};
export type Candidate = { name: string; renewTime: string | null; binaryVersion: string | null };

/** The Pod that this very identity was found in before answers 404 now. */
export type PodGone = { namespace: string; name: string; node: string | null; seenAt: number };
/** Who held the Lease before, and still runs in the same container: it may not know that it was replaced. */
export type FormerRunning = {
  identity: string;
  namespace: string;
  pod: string;
  node: string | null;
  containersSince: number;
  /** When the Lease was taken from it. */
  replacedAt: number;
};

/** What is read from the API server for this call. */
export const DETAIL_PARTS = ['raw', 'pod', 'node', 'candidates', 'events'] as const;
export type DetailPart = (typeof DETAIL_PARTS)[number];

export type LeaseDetail = LeaseRow & {
  /** The object as the API server gives it, managedFields included; null when it cannot be reached. */
  raw: Record<string, unknown> | null;
  pod: PodFacts | null;
  node: NodeFacts | null;
  podGone: PodGone | null;
  /** Only after an expiry or an early takeover, and not of virtual IPs; for information. */
  formerRunning: FormerRunning | null;
  /** How its team wants it judged (`docs/rules.md`, "Annotations"); null without any. */
  annotations: LeaseAnnotations | null;
  candidates: Candidate[];
  events: LeaseEvent[];
  /** Why a part could not be read, in words. A part that is null or empty and not named here does not exist. */
  unavailable: Partial<Record<DetailPart, string>>;
};
