'use client';
import Link from 'next/link';
import { apiUrl, leaseHref } from '../../lib/client/api-url.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { evidenceFacts } from '../../lib/view/alert-evidence.ts';
import { findingHref, leaseOf, nodeHref, nodeOf, ruleHref } from '../../lib/view/alert-links.ts';
import { alertRangeSearch, alertTimelineHref } from '../../lib/view/alert-range-links.ts';
import { RULE_WORDS } from '../../lib/view/alert-rules.ts';
import { certaintyWords } from '../../lib/view/alert-words.ts';
import { alertIncidentQuery, INCIDENT_PATH } from '../../lib/view/incident-link.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { AlertAbout } from './alert-about.tsx';
import { CopyPermalink } from './copy-permalink.tsx';
import { NextSteps } from './next-steps.tsx';

/** Drawn when somebody asks: charts are the larger part of the page. */
const EvidenceChart = lazyPart(async () => (await import('./evidence-chart.tsx')).EvidenceChart);

/** What an alert opens to: the numbers that it was judged by, what they mean, and what to look at next. */
export function AlertEvidence({ alert, now }: { alert: AlertView; now: number }) {
  const zone = useTimeZone();
  const { name, means, causes } = RULE_WORDS[alert.rule];
  const facts = evidenceFacts(alert.evidence, now, zone).filter(
    // It is among what the alert is about.
    ({ key }) => key !== 'holder' || alert.evidence.holder !== alert.subject.holder,
  );
  const lease = leaseOf(alert);
  const node = nodeOf(alert);
  return (
    <div className="al-evidence">
      <section aria-label="Evidence">
        <p className="al-label">Evidence, as it was judged last</p>
        <dl>
          <AlertAbout alert={alert} />
          {facts.map(({ key, label, value }) => (
            <div key={key}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          <div>
            <dt>How sure</dt>
            <dd>{certaintyWords(alert)}</dd>
          </div>
        </dl>
      </section>
      <section aria-label="What it means">
        <p className="al-label">{name}: what it means</p>
        <p>{means}</p>
        <p className="al-label">What usually causes it</p>
        <p>{causes}</p>
        <p>
          <Link className="link" href={findingHref(alert.rule)} prefetch={false}>
            How it is judged, and what to do
          </Link>
        </p>
      </section>
      <section aria-label="What to look at next">
        <p className="al-label">What to look at next; these commands only read</p>
        <NextSteps steps={alert.next} />
      </section>
      <section className="al-chart" aria-label="That stretch of time">
        <EvidenceChart key={alert.id} alert={alert} now={now} />
      </section>
      <p className="al-ways">
        {lease === null ? null : (
          <Link className="button" href={`${leaseHref(lease)}${alertRangeSearch(alert, now)}`}>
            Lease at that time
          </Link>
        )}
        {node === null ? null : (
          <Link className="button" href={nodeHref(node)}>
            Node and clocks
          </Link>
        )}
        <Link className="button" href={alertTimelineHref(alert, now)}>
          What else moved then
        </Link>
        <Link className="button" href={ruleHref(alert.rule)}>
          The rule and its limits
        </Link>
        <CopyPermalink alert={alert} />
        <a className="button" href={apiUrl(INCIDENT_PATH, alertIncidentQuery(alert, now))} download>
          Save as incident
        </a>
      </p>
    </div>
  );
}
