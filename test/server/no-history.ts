/** A history of which nothing is kept. */
import { ALWAYS } from '../../lib/history/election.ts';
import { type History, HistoryError } from '../../lib/history/history.ts';

async function refuse(): Promise<never> {
  throw new HistoryError({ code: 'history_off', message: 'nothing is kept', hint: '' });
}

export const HISTORY_OFF = {
  state: 'off',
  kind: null,
  since: 0,
  keptFrom: null,
  renewalsKeptFrom: null,
  error: null,
  waiting: 0,
  lost: 0,
} as const;

export function noHistory(): History {
  return {
    status: () => HISTORY_OFF,
    open: () => new Promise(() => undefined),
    alias() {},
    longestHandMs: () => 0,
    onEmptied() {},
    record() {},
    flush: async () => undefined,
    reads: {
      known: refuse,
      handovers: refuse,
      handoverTimes: refuse,
      renewals: refuse,
      unwritten: refuse,
      timeline: refuse,
      overview: refuse,
      insight: refuse,
      silences: refuse,
      blindSpots: refuse,
      places: refuse,
      alerts: refuse,
      openAlerts: refuse,
      alertsById: refuse,
      alertSilences: refuse,
      deliveries: refuse,
      clusters: refuse,
    },
    readsOf: () => noHistory().reads,
    sender: ALWAYS,
    close: async () => undefined,
  };
}
