'use client';
import Link from 'next/link';
import { useFiringAlerts } from '../../lib/client/use-alerts.ts';
import { useNode } from '../../lib/client/use-nodes.ts';
import { alertHref } from '../../lib/view/alert-links.ts';
import { shellQuote } from '../../lib/view/shell-quote.ts';
import { NextSteps } from '../alerts/next-steps.tsx';
import { Button } from '../ui/button.tsx';
import { Panel } from '../ui/panel.tsx';
import { NodeFacts } from './node-facts.tsx';

/** The node that is selected: its heartbeat, its clock, what it holds, what fires, and what to look at. */
export function NodePanel({
  name,
  silent,
  asOf,
  close,
}: {
  name: string;
  /** Nothing is heard of nodes now. */
  silent: boolean;
  /** Until when it was, epoch ms. */
  asOf: number | null;
  close: () => void;
}) {
  const reading = useNode(name);
  const { alerts } = useFiringAlerts();
  const firing = alerts.filter(({ subject }) => subject.node === name);
  return (
    <Panel title={name} note="node" aside={<Button onClick={close}>Close</Button>} className="nd-node">
      <NodeFacts name={name} reading={reading} silent={silent} asOf={asOf} />
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
