import { sumTallies } from '../../lib/lease/tally.ts';
import { NOTHING_KNOWN } from '../../lib/server/cluster-facts.ts';
import { readConfig } from '../../lib/server/config.ts';
import { sumFeeds, unconfiguredFeed } from '../../lib/server/feed-sum.ts';
import { buildStatus } from '../../lib/server/status.ts';
import type { Status } from '../../lib/view/status.ts';
import { noHistory } from './no-history.ts';

export function status(): Status {
  return buildStatus({
    config: readConfig({}),
    watch: {
      cluster: () => null,
      feed: () => sumFeeds([unconfiguredFeed(null, 1, null)]),
      lookedFor: () => [],
    },
    facts: NOTHING_KNOWN,
    totals: sumTallies([]),
    alerts: { critical: 0, warning: 0, info: 0 },
    history: noHistory().status(),
    notify: [],
    sender: true,
    sight: null,
    startedAt: 1,
    observedSince: null,
    now: 2,
  });
}
