/** Alerts as each sight sees them, and what is put together of them, which is good until they may have changed. */
import type { Alert } from '../../alert/alert.ts';
import { type AlertIndex, indexAlerts } from '../../alert/alert-index.ts';
import type { Silence } from '../../alert/silence.ts';
import type { Sight } from '../sight.ts';
import { seenAlerts } from './seen-alerts.ts';
import { tellsNode } from './seen-silences.ts';

export type SeenJudging = ReturnType<typeof createSeenJudging>;

/** `index`: for who sees everything. */
export function createSeenJudging(options: { all: () => readonly Alert[]; index: () => AlertIndex }) {
  let byNode: ReadonlySet<string> = new Set();
  let known = new WeakMap<ReadonlySet<string>, AlertIndex>();
  const of = (alerts: readonly Alert[], sight: Sight) => seenAlerts(alerts, sight, byNode);

  return {
    of,
    index(sight: Sight): AlertIndex {
      if (sight === null) return options.index();
      // Those that fire are few, and all that is counted.
      const firing = () => options.all().filter(({ state }) => state === 'firing');
      const index = known.get(sight) ?? indexAlerts(of(firing(), sight));
      known.set(sight, index);
      return index;
    },
    /** They may be others now. */
    changed(): void {
      known = new WeakMap();
    },
    /** The silences that there are from now on. */
    silence(silences: readonly Silence[]): void {
      byNode = new Set(silences.filter(tellsNode).map(({ id }) => id));
      known = new WeakMap();
    },
  };
}
