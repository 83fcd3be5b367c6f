'use client';
import type { AlertView } from '../../lib/view/alert.ts';
import { Button } from '../ui/button.tsx';
import { Panel } from '../ui/panel.tsx';
import { AlertEntry } from './alert-entry.tsx';
import type { AlertClock } from './use-alert-clock.ts';

/** The alert of a link, where it neither fires nor ended lately; or that it is no longer kept. */
export function SoughtAlert({
  found: { alert, missing },
  clock,
  close,
}: {
  found: { alert: AlertView | null; missing: boolean };
  clock: AlertClock;
  close: () => void;
}) {
  if (alert !== null) {
    return (
      <Panel className={`al-group ${alert.state === 'firing' ? alert.severity : 'silenced'}`}>
        <AlertEntry
          alert={alert}
          now={clock(alert)}
          open
          note={STATE_WORDS[alert.state]}
          sought
          toggle={close}
        />
      </Panel>
    );
  }
  if (!missing) return null;
  return (
    <Panel className="al-quiet">
      <h2>The alert of this link is not kept</h2>
      <p>It ended longer ago than Tenure remembers, or the link is not whole. What fires now is below.</p>
      <Button onClick={close}>Leave the link</Button>
    </Panel>
  );
}

const STATE_WORDS: Record<AlertView['state'], string> = {
  firing: 'firing',
  pending: 'found, not firing yet',
  resolved: 'ended',
};
