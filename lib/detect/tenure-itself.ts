/** What keeps Tenure from seeing, keeping or judging what happens: its feeds, its store, its permissions, its rules. */
import type { FeedState, ScopeFeed } from '../lease/feed.ts';
import type { ClusterSight } from './cluster-sight.ts';
import type { Finding, Severity } from './finding.ts';
import { receiverFindings } from './receiver-failing.ts';
import { duration, quoted } from './words.ts';

const NOBODY = { namespace: null, name: null, node: null, holder: null };

/** Without one of these Tenure works, and tells less. `namespaced`: read in each namespace that is watched. */
const OPTIONAL = [
  { resource: 'pods', without: 'which Pod and node a holder is, and whether it is gone, is not known' },
  {
    resource: 'nodes',
    without: 'whether a silent node was cordoned is not known: a planned reboot is an alarm',
  },
  { resource: 'events', without: 'what happened while nobody watched cannot be filled in' },
  { resource: 'leasecandidates', without: 'candidates of coordinated elections are not shown' },
] as const;

const FEEDS: Partial<Record<FeedState, string>> = {
  stale: 'The watch of Leases was lost',
  unreachable: 'The API server cannot be reached',
  unauthorized: 'The API server does not accept Tenure’s credentials',
  forbidden: 'Tenure may not read Leases',
};

export function tenureItself(sight: ClusterSight): Finding[] {
  const single = [storeFinding(sight), rulesFinding(sight), permissionsFinding(sight)];
  return [
    ...sight.feeds.flatMap((feed) => feedFinding(feed, sight)),
    ...receiverFindings(sight),
    ...single.filter((finding) => finding !== null),
  ];
}

function feedFinding(feed: ScopeFeed, { now, thresholds }: ClusterSight): Finding[] {
  const title = FEEDS[feed.state];
  if (title === undefined) return [];
  const { namespace, state, lastError, lastEventAt, reconnects } = feed;
  const isLost = state === 'stale' || state === 'unreachable';
  // A lost watch becomes an API server that cannot be reached: it has been lost since before that.
  const since = isLost ? (feed.lostAt ?? feed.since) : feed.since;
  const isLong = state === 'unreachable' && now - since > thresholds.feedCriticalMs;
  const severities: Partial<Record<FeedState, Severity>> = { stale: 'info' };
  const who = namespace === null ? '-A' : `-n ${quoted(namespace)}`;
  return [
    {
      rule: 'tenure',
      // Being cut off goes on while it gets worse; being refused is another trouble.
      key: `feed/${namespace ?? '*'}${isLost ? '' : `/${state}`}`,
      // It is tried again at once; a restart of the API server is soon over.
      severity: isLong ? 'critical' : (severities[state] ?? 'warning'),
      certainty: 'certain',
      subject: { ...NOBODY, namespace },
      since,
      until: null,
      title: namespace === null ? title : `${title} (namespace ${namespace})`,
      // For how long stands beside it: another run of Tenure knows only since it began itself.
      summary: `While it lasts nothing is known of ${namespace === null ? 'any Lease' : 'its Leases'}, and no alert about them can begin or end.${lastError === null ? '' : ` ${asSentence(lastError.message)} ${lastError.hint}`}`,
      evidence: { state, lastEventAt, reconnects, code: lastError?.code ?? null },
      next: [
        { text: 'Ask the API server yourself', command: `kubectl get leases ${who}` },
        { text: 'See whether it is ready', command: "kubectl get --raw '/readyz?verbose'" },
      ],
    },
  ];
}

function storeFinding({ store, now }: ClusterSight): Finding | null {
  if (store.state !== 'failing') return null;
  const lost = store.lost > 0;
  return {
    rule: 'tenure',
    key: 'store',
    severity: 'warning',
    certainty: 'certain',
    subject: NOBODY,
    since: store.since,
    until: null,
    title: 'The history cannot be written',
    summary: `For ${duration(now - store.since)} ${store.waiting} events wait to be kept${lost ? `, and ${store.lost} had to be given up` : ''}. What is shown now is not affected.${store.error === null ? '' : ` ${asSentence(store.error.message)} ${store.error.hint}`}`,
    evidence: { waiting: store.waiting, lost: store.lost, code: store.error?.code ?? null },
    next: [{ text: 'Read what Tenure says of its store, and whether its disk is full', command: null }],
  };
}

function rulesFinding({ rulesFile = null }: ClusterSight): Finding | null {
  if (rulesFile === null) return null;
  const { path, loadedAt, since, mistakes } = rulesFile;
  const [first = ''] = mistakes;
  const more = mistakes.length > 1 ? ` And there is more (${mistakes.length - 1}).` : '';
  return {
    rule: 'tenure',
    key: 'rules-file',
    severity: 'warning',
    certainty: 'certain',
    subject: NOBODY,
    since,
    until: null,
    title: 'The rules file is refused',
    summary: `${path}: ${first}${more} ${loadedAt === null ? 'The defaults hold.' : 'What it said before holds.'}`,
    evidence: { path, loadedAt, mistakes: mistakes.length, first },
    next: [
      { text: 'Read all of its mistakes: Tenure’s log says them, and GET /api/v1/rules', command: null },
    ],
  };
}

/** One, however many are missing: all of them are granted by the same role. */
function permissionsFinding({ permissions, startedAt }: ClusterSight): Finding | null {
  const missing = OPTIONAL.filter(({ resource }) => permissions[resource] === 'denied');
  if (missing.length === 0) return null;
  const resources = missing.map(({ resource }) => resource);
  return {
    rule: 'tenure',
    key: 'permissions',
    severity: 'info',
    certainty: 'certain',
    subject: NOBODY,
    // When they were taken away is not known: they are asked for from the start on.
    since: startedAt,
    until: null,
    title: `Tenure may not read ${listed(resources)}`,
    summary: `It works without; but ${missing.map(({ without }) => without).join('; ')}.`,
    evidence: { denied: resources.join(', ') },
    next: resources.map((resource) => ({
      text: `See whether its service account may list ${resource} (put in its name)`,
      command: `kubectl auth can-i list ${resource} -A --as=system:serviceaccount:NAMESPACE:NAME`,
    })),
  };
}

/** What a machine said, with an end. */
function asSentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** "pods", "pods and nodes", "pods, nodes and events" */
function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
