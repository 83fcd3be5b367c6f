/** All that is known of a range, put together: what does not answer is named in it, and the rest is told all the same. */
import { RULES } from '../../detect/finding.ts';
import type { LeaseClass } from '../../lease/record.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import { type Incident, MOST_HANDOVERS, MOST_STRETCHES, type Some } from '../../view/incident.ts';
import { shortTexts } from '../api/short-texts.ts';
import { timeRange } from '../api/time-range.ts';
import { askWhole } from '../kept/ask-history.ts';
import { pageOfHandovers } from '../kept/list-handovers.ts';
import { ruleAsSet } from '../rules/rule-list.ts';
import type { Seen } from '../seen/seen-runtime.ts';
import { incidentAlerts } from './incident-alerts.ts';
import { concernedLeases, concernedNames, type LeaseName } from './incident-leases.ts';
import type { IncidentQuery } from './incident-query.ts';
import { incidentTimeline } from './incident-timeline.ts';

type Asked = Pick<
  Seen,
  'now' | 'alertsCompleteFrom' | 'turns' | 'status' | 'watching' | 'silent' | 'isLive' | 'isKept'
> &
  Parameters<typeof pageOfHandovers>[0] &
  Parameters<typeof concernedLeases>[0] & {
    alerts: Pick<Seen['alerts'], 'all' | 'consequencesOf'> & { look(at: number): Settled };
  };
/** Of all that judging looks at, what it judges by. */
type Settled = { settings: Pick<ReturnType<Seen['alerts']['look']>['settings'], 'all'> };

/** `user`: who asks, by the name that was proved. */
export async function gatherIncident(
  runtime: Asked,
  query: IncidentQuery,
  user: string | null,
): Promise<Incident> {
  const asOf = runtime.now();
  const asked = timeRange(query, asOf);
  // What has not happened yet is no part of it.
  const range = { from: Math.min(asked.from, asOf), to: Math.min(asked.to, asOf) };
  const scope = { namespaces: query.namespace, names: query.name, classes: query.class, q: query.q ?? null };
  await runtime.turns.take();
  const { alerts, from: alertsFrom } = await incidentAlerts(runtime, range, asks(scope, runtime.lease));
  await runtime.turns.take();
  const handovers = await newestHandovers(runtime, query, range);
  const names = concernedNames(alerts.items, handovers.items).filter(elects(runtime.lease));
  const { lanes, blindSpots, slow, problem } = await incidentTimeline(runtime, names, range);
  const leases = await concernedLeases(runtime, names, range, problem === null);
  const { version, demo, startedAt, observedSince, cluster, feed, permissions, history, sees } =
    runtime.status();
  const { id, name, server, kubernetesVersion, namespaces } = cluster;
  const { all: settings } = runtime.alerts.look(asOf).settings;
  return {
    asOf,
    ...range,
    view: { user, namespaces: sees },
    scope,
    tenure: { version, demo, startedAt, observedSince, feed: feed.state, feedSince: feed.since },
    cluster: { id, name, server, kubernetesVersion, namespaces },
    permissions,
    history: { state: history.state, keptFrom: history.keptFrom, problem },
    blindSpots: some(blindSpots, MOST_STRETCHES),
    slow: some(slow, MOST_STRETCHES),
    alerts: shortTexts(alerts),
    alertsFrom,
    handovers: shortTexts(handovers),
    timeline: shortTexts(lanes),
    leases: shortTexts(leases),
    // How another Tenure's rules are set is not known here.
    rules: runtime.isKept ? [] : RULES.map((rule) => ruleAsSet(rule, settings)),
  };
}

type Find = (namespace: string, name: string) => TrackedLease | undefined;

/** Whether a Lease is among those asked for. Of one that is gone no class is known. */
function asks({ namespaces, names, classes, q }: Incident['scope'], find: Find) {
  const word = q?.toLowerCase() ?? '';
  const isOfClass = (one: LeaseClass | undefined) => one !== undefined && classes.includes(one);
  return ({ namespace, name }: LeaseName): boolean => {
    if (namespaces.length > 0 && !namespaces.includes(namespace)) return false;
    if (names.length > 0 && !names.includes(name)) return false;
    if (classes.length > 0 && !isOfClass(find(namespace, name)?.class)) return false;
    return name.toLowerCase().includes(word) || namespace.toLowerCase().includes(word);
  };
}

/** Heartbeats have neither handovers nor a history of renewals. */
function elects(find: Find) {
  return ({ namespace, name }: LeaseName): boolean =>
    find(namespace, name)?.elects ?? namespace !== 'kube-node-lease';
}

async function newestHandovers(
  runtime: Asked,
  { namespace, name, class: classes, q }: IncidentQuery,
  range: { from: number; to: number },
): Promise<Incident['handovers']> {
  const asked = { namespace, name, class: classes, q, cause: [], holder: [] };
  const first = { ...asked, limit: MOST_HANDOVERS, cursor: undefined };
  const page = await pageOfHandovers(runtime, first, range, askWhole);
  return { items: page.items, left: page.nextCursor === null ? 0 : null };
}

function some<T>(all: readonly T[], most: number): Some<T> {
  return { items: all.slice(0, most), left: Math.max(0, all.length - most) };
}
