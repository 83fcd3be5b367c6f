/** Each question of `HistoryReads`, asked of the store by its name. */
import type { HistoryReads } from './history.ts';
import type { StoreLink } from './store-calls.ts';

export function historyReads(ask: StoreLink['call']): HistoryReads {
  return {
    known: () => ask('known'),
    handovers: (filter, page) => ask('handovers', filter, page),
    handoverTimes: (since) => ask('handoverTimes', since),
    renewals: (lease, range) => ask('renewals', lease, range),
    unwritten: (namespace, range) => ask('unwritten', namespace, range),
    timeline: (question) => ask('timeline', question),
    overview: (filter, range) => ask('overview', filter, range),
    insight: (lease, range) => ask('insight', lease, range),
    silences: (lease, range) => ask('silences', lease, range),
    blindSpots: (range) => ask('blindSpots', range),
    places: (identities) => ask('places', identities),
    alerts: (range, page) => ask('alerts', range, page),
    openAlerts: () => ask('openAlerts'),
    alertsById: (ids) => ask('alertsById', ids),
    alertSilences: (since) => ask('alertSilences', since),
    deliveries: () => ask('deliveries'),
    clusters: () => ask('clusters'),
  };
}
