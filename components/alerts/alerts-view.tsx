'use client';
import { useState } from 'react';
import {
  type FiringAlerts,
  type RecentAlerts as Recent,
  useOneAlert,
  useRecentAlerts,
} from '../../lib/client/use-alerts.ts';
import { useLive } from '../../lib/client/use-live.ts';
import { useNow } from '../../lib/client/use-now.ts';
import { useSilencesFollowed } from '../../lib/client/use-silences.ts';
import { type AlertFilter, countCauses, filterGroups } from '../../lib/view/alert-groups.ts';
import { countSilenced, firingWords, quietWords, type Stopped } from '../../lib/view/alert-words.ts';
import type { Totals } from '../../lib/view/lease-row.ts';
import { useFeedView } from '../shell/use-feed-view.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { Panel } from '../ui/panel.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { AlertGroupPanel } from './alert-group-panel.tsx';
import { AlertsHead } from './alerts-head.tsx';
import { RecentAlerts } from './recent-alerts.tsx';
import { SilencesPanel } from './silences-panel.tsx';
import { SoughtAlert } from './sought-alert.tsx';
import { useAlertClock } from './use-alert-clock.ts';
import { useAlertsUrl } from './use-alerts-url.ts';

const Rules = lazyPart(
  async () => (await import('./rules-panel.tsx')).Rules,
  () => (
    <Panel title="Rules">
      <p className="al-words">Reading…</p>
    </Panel>
  ),
);

/** What fires by cause, what ended, what is silenced, and by which rules. The one that is open is in the address. */
export function AlertsView({ firing }: { firing: FiringAlerts }) {
  const { url, setUrl } = useAlertsUrl();
  const [sought] = useState(url.alert);
  const clock = useAlertClock();
  const now = useNow();
  const recent = useRecentAlerts(firing.alerts);
  const silences = useSilencesFollowed();
  const stopped = useStopped(now);
  const filter: AlertFilter = { severity: url.severity, namespace: url.namespace };
  const groups = filterGroups(firing.groups, filter);
  const elsewhere = useOneAlert(isElsewhere(url.alert, firing, recent) ? url.alert : null);
  if (clock === null || now === null || firing.asOf === null) {
    return (
      <p className="al-words" role="status">
        {firing.problem === null ? 'Reading…' : `Alerts could not be read: ${firing.problem}. Trying again.`}
      </p>
    );
  }
  const toggle = (id: string): void => void setUrl({ alert: url.alert === id ? null : id });
  return (
    <div className="page">
      <AlertsHead
        words={firingWords(countCauses(firing.groups), countSilenced(firing.groups), stopped.lost)}
        alerts={[...firing.alerts, ...(recent.alerts ?? [])]}
        url={url}
        setUrl={setUrl}
      />
      {firing.problem === null ? null : (
        <p className="al-words" role="status">
          Could not be read the last time: {firing.problem}. What is shown may have changed; it is tried
          again.
        </p>
      )}
      <SoughtAlert found={elsewhere} clock={clock} close={() => void setUrl({ alert: null })} />
      <div className="al-groups">
        {groups.map((group) => (
          <AlertGroupPanel
            key={group.root.id}
            group={group}
            clock={clock}
            open={url.alert}
            sought={sought}
            toggle={toggle}
          />
        ))}
        {groups.length === 0 ? <Quiet filter={filter} stopped={stopped.judging} /> : null}
        {firing.more ? <p className="al-words">More fire than are listed here; causes come first.</p> : null}
      </div>
      <div className="al-two">
        <RecentAlerts
          {...recent}
          filter={filter}
          now={now}
          open={url.alert}
          sought={sought}
          toggle={toggle}
        />
        <SilencesPanel {...silences} now={now} />
      </div>
      <Rules
        alerts={firing.alerts}
        now={now}
        open={url.rule}
        toggle={(rule) => void setUrl({ rule: url.rule === rule ? null : rule })}
      />
    </div>
  );
}

/** In none of the lists, as far as both have been read. */
function isElsewhere(id: string | null, firing: FiringAlerts, recent: Recent): boolean {
  if (id === null || firing.asOf === null || recent.alerts === null) return false;
  return ![...firing.alerts, ...recent.alerts].some((one) => one.id === id);
}

/** `lost`: nothing is heard at all. `judging`: Tenure itself hears nothing, and judges no Lease. */
function useStopped(now: number | null): { lost: Stopped; judging: Stopped } {
  const view = useFeedView();
  const zone = useTimeZone();
  const silent = useLive((state) => state.feed?.scopes.every((scope) => scope.state !== 'live') ?? true);
  if (view.type === 'lost') {
    const stopped = { asOf: view.asOf, now: now ?? view.asOf, zone };
    return { lost: stopped, judging: stopped };
  }
  const asOf = view.type === 'broken' && silent ? view.asOf : null;
  return { lost: null, judging: asOf === null ? null : { asOf, now: now ?? asOf, zone } };
}

function Quiet({ filter, stopped }: { filter: AlertFilter; stopped: Stopped }) {
  const totals = useLive((state) => state.totals);
  const judged =
    totals === null ? null : { electing: judgedOf(totals.elects), heartbeats: judgedOf(totals.heartbeats) };
  const { title, words } = quietWords(filter, judged, stopped);
  return (
    <Panel className="al-quiet">
      <h2>{title}</h2>
      <p>{words}</p>
    </Panel>
  );
}

/** Of a Lease whose state is not known nothing is judged. */
function judgedOf({ held, late, expired, vacant }: Totals['elects']): number {
  return held + late + expired + vacant;
}
