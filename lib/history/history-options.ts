/** What `createHistory` is given: where the store is, and the clock, timers and thread to use. */
import type { Clock } from '../lease/clock.ts';
import type { StartStore } from './store-calls.ts';

/** Each call answers with what stops it. The server's timers fit. */
export type HistoryTimers = { after(ms: number, run: () => void): () => void };

/** What this folder asks of a logger; pino's fits. */
export type HistoryLog = {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
};

export type HistoryLimits = {
  /** Events that wait in memory while the store can't be written; more are given up, and their time is blind. */
  bufferedEvents: number;
  /** How long handovers, silences, durations and what was watched are kept. */
  handoverDays: number;
  /** How long renewals and slow minutes are kept. */
  renewalDays: number;
  /** What the store may take up; what is oldest goes first. */
  maxBytes: number;
};

/** Where nothing else is asked for. */
export const DEFAULT_LIMITS: HistoryLimits = {
  bufferedEvents: 100_000,
  handoverDays: 90,
  renewalDays: 30,
  maxBytes: 4_096_000_000,
};

export type HistoryOptions = {
  /** `file:./data/tenure.db` or `postgres://user:password@host/database`; null: nothing is kept. */
  url: string | null;
  /** `startThread(workerPath)`, or `startInProcess` where a thread is not wanted. */
  start: StartStore;
  /** Names one run of one Tenure: what it watched is told apart from what others did. */
  instance: string;
  timers: HistoryTimers;
  clock: Clock;
  log: HistoryLog;
  limits?: Partial<HistoryLimits>;
};
