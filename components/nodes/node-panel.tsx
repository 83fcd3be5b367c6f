'use client';
import Link from 'next/link';
import { leaseHref } from '../../lib/client/api-url.ts';
import { useFiringAlerts } from '../../lib/client/use-alerts.ts';
import { useNode } from '../../lib/client/use-nodes.ts';
import { alertHref } from '../../lib/view/alert-links.ts';
import { intervalWords } from '../../lib/view/clock-words.ts';
import { countOf, formatDuration, formatLimit } from '../../lib/view/format.ts';
import { lastSeenAt } from '../../lib/view/node-heat.ts';
import type { NodeItem } from '../../lib/view/nodes.ts';
import { shellQuote } from '../../lib/view/shell-quote.ts';
import { NextSteps } from '../alerts/next-steps.tsx';
import { Button } from '../ui/button.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';

const MOST_HELD = 12;

/** The node that is selected: its heartbeat, its clock, what it holds, what fires, and what to look at. */
export function NodePanel({
  name,
  lost,
  close,
}: {
  name: string;
  /** This page no longer hears Tenure. */
  lost: boolean;
  close: () => void;
}) {
  const { data } = useNode(name);
  const { alerts } = useFiringAlerts();
  const [node] = data?.items ?? [];
  const firing = alerts.filter(({ subject }) => subject.node === name);
  return (
    <Panel title={name} note="node" aside={<Button onClick={close}>Close</Button>} className="nd-node">
      {data === null ? (
        <p className="nd-words">Reading…</p>
      ) : node === undefined ? (
        <p className="nd-words">No node of this name sends a heartbeat now.</p>
      ) : (
        <Facts node={lost ? { ...node, state: 'unknown', clockOffsetMs: null } : node} asOf={data.asOf} />
      )}
      {firing.length === 0 ? null : (
        <ul className="nd-list" aria-label="Alerts that fire about it">
          {firing.map((alert) => (
            <li key={alert.id}>
              <Link className="link" href={alertHref(alert)} prefetch={false}>
                {alert.title}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <NextSteps steps={stepsFor(name)} />
      <p className="nd-words">
        <Link className="link" href={`/?q=${encodeURIComponent(name)}`} prefetch={false}>
          Leaders on this node
        </Link>
      </p>
    </Panel>
  );
}

function Facts({ node, asOf }: { node: NodeItem; asOf: number }) {
  const { state, ageMs, ageCertain, durationMs, lastRenewalAt, clockOffsetMs: clock, holds } = node;
  const zone = useTimeZone();
  return (
    <dl className="nd-facts">
      <dt>Heartbeat</dt>
      <dd>
        <span className="nd-state">
          <StateGlyph state={state} />
          {state === 'held' ? 'in time' : state === 'unknown' ? 'not known' : state}
        </span>
        {ageMs === null || lastRenewalAt === null
          ? ''
          : state === 'unknown'
            ? `, last seen at ${lastSeenAt(lastRenewalAt, asOf, zone)}`
            : `, ${ageCertain ? '' : 'about '}${formatDuration(ageMs)} ago${durationMs === null ? '' : ` of ${formatLimit(durationMs)}`}`}
      </dd>
      <dt>Clock</dt>
      <dd>
        {clock === null ? (
          'not resolvable'
        ) : (
          <>
            {intervalWords(clock)}{' '}
            <small>
              by {countOf(clock.samples, 'renewal')}, latency allowance {Math.round(clock.latencyAllowanceMs)}{' '}
              ms
            </small>
          </>
        )}
      </dd>
      <dt>Holds</dt>
      <dd>
        {holds.length === 0 ? 'no Lease that is known to' : null}
        {holds.slice(0, MOST_HELD).map((one) => (
          <HeldLease key={one} name={one} />
        ))}
        {holds.length > MOST_HELD ? `and ${holds.length - MOST_HELD} more` : null}
      </dd>
    </dl>
  );
}

function HeldLease({ name }: { name: string }) {
  const slash = name.indexOf('/');
  const lease = { namespace: name.slice(0, slash), name: name.slice(slash + 1) };
  return (
    <Link className="link mono" href={leaseHref(lease)} prefetch={false}>
      {name}
    </Link>
  );
}

function stepsFor(name: string) {
  return [
    { text: 'See what the cluster thinks of it', command: `kubectl describe node ${shellQuote(name)}` },
    {
      text: 'See what runs there',
      command: `kubectl get pods -A -o wide --field-selector ${shellQuote(`spec.nodeName=${name}`)}`,
    },
    {
      text: 'Read its heartbeat and the API server’s stamps of it',
      command: `kubectl get lease -n kube-node-lease ${shellQuote(name)} -o yaml --show-managed-fields`,
    },
  ];
}
