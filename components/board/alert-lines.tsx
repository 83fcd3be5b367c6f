'use client';
import Link from 'next/link';
import { type AlertGroup, besidesTheFeed, callingCauses } from '../../lib/view/alert-groups.ts';
import { alertHref } from '../../lib/view/alert-links.ts';
import { endingWords, isEnding } from '../../lib/view/alert-times.ts';
import { countOf } from '../../lib/view/format.ts';
import { AlertWay, AlertWhen } from '../alerts/alert-way.tsx';
import { SeverityGlyph } from '../alerts/severity-glyph.tsx';
import type { AlertClock } from '../alerts/use-alert-clock.ts';
import { useTimeZone } from '../ui/time-zone.tsx';
import './alert-lines.css';

/** More lines than this would push the table out of sight; the rest is a link. */
const MOST_LINES = 4;

/** Above the vitals: one line a cause that calls for somebody, worst first. Nothing at all while nothing does. */
export function AlertLines({
  groups,
  clock,
}: {
  groups: readonly AlertGroup[];
  /** Null before Tenure has spoken. */
  clock: AlertClock | null;
}) {
  const zone = useTimeZone();
  const calling = besidesTheFeed(callingCauses(groups));
  if (clock === null || calling.length === 0) return null;
  const shown = calling.slice(0, MOST_LINES);
  const rest = calling.length - shown.length;
  return (
    <section className="alert-lines" aria-label="Something is wrong">
      {shown.map(({ root, consequences }) => (
        <article key={root.id} className={`alert-line ${root.severity} ${isEnding(root) ? 'ending' : ''}`}>
          <SeverityGlyph severity={root.severity} />
          <div>
            <h2>
              <Link href={alertHref(root)} prefetch={false}>
                <span className="sr-only">{root.severity}: </span>
                {root.title}
              </Link>
            </h2>
            <p>
              {endingWords(root, clock(root), zone) ?? root.summary}
              {root.consequences === 0 ? null : ` ${followingWords(root.consequences, consequences)}`}
            </p>
          </div>
          <div className="al-actions">
            <AlertWay alert={root} now={clock(root)} />
            <Link className="button" href={alertHref(root)} prefetch={false}>
              Evidence
            </Link>
          </div>
          <AlertWhen alert={root} now={clock(root)} />
        </article>
      ))}
      {rest === 0 ? null : (
        <p className="alert-rest">
          <Link className="link" href="/alerts" prefetch={false}>
            {countOf(rest, 'more cause')} firing
          </Link>
        </p>
      )}
    </section>
  );
}

/** "Same cause: Headroom of payments-operator is low." or "25 more alerts of the same cause." */
function followingWords(count: number, listed: AlertGroup['consequences']): string {
  const [only] = listed;
  return count === 1 && only !== undefined
    ? `Same cause: ${only.title}.`
    : `${countOf(count, 'more alert')} of the same cause.`;
}
