'use client';
import { useState } from 'react';
import type { AlertGroup } from '../../lib/view/alert-groups.ts';
import { isEnding } from '../../lib/view/alert-times.ts';
import { countOf } from '../../lib/view/format.ts';
import { Button } from '../ui/button.tsx';
import { AlertEntry } from './alert-entry.tsx';
import type { AlertClock } from './use-alert-clock.ts';

/** More than these are unfolded on request: a storm is one panel and not a page. */
const SHOWN_AT_FIRST = 5;

/** One cause, and what follows from it, indented. */
export function AlertGroupPanel({
  group: { root, consequences, unlisted },
  clock,
  open,
  sought,
  toggle,
}: {
  group: AlertGroup;
  clock: AlertClock;
  /** Id of the alert that is open. */
  open: string | null;
  /** Id of the alert that the address asked for. */
  sought: string | null;
  toggle: (id: string) => void;
}) {
  const [all, setAll] = useState(false);
  const wanted = consequences.findIndex(({ id }) => id === open || id === sought);
  const shown = all ? consequences : consequences.slice(0, Math.max(SHOWN_AT_FIRST, wanted + 1));
  const folded = consequences.length - shown.length;
  const calls = root.silencedBy === null && !isEnding(root);
  return (
    <section
      className={`panel al-group ${calls ? root.severity : ''}`}
      aria-label={`${root.severity}: ${root.title}`}
    >
      <AlertEntry
        alert={root}
        now={clock(root)}
        open={open === root.id}
        sought={sought === root.id}
        toggle={() => toggle(root.id)}
      />
      {shown.map((one) => (
        <AlertEntry
          key={one.id}
          child
          alert={one}
          now={clock(one)}
          note="same cause"
          open={open === one.id}
          sought={sought === one.id}
          toggle={() => toggle(one.id)}
        />
      ))}
      {folded + unlisted === 0 ? null : (
        <p className="al-more">
          {folded === 0 ? null : (
            <Button onClick={() => setAll(true)}>
              Show {countOf(folded, 'more', 'more')} of the same cause
            </Button>
          )}
          {unlisted === 0
            ? null
            : ` ${countOf(unlisted, 'further consequence')} ${unlisted === 1 ? 'is' : 'are'} counted and not listed here.`}
        </p>
      )}
    </section>
  );
}
