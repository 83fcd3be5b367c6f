'use client';
import { type Command, leaseCommands } from '../../lib/view/lease-commands.ts';
import type { PodFacts } from '../../lib/view/lease-detail.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { Panel } from '../ui/panel.tsx';
import { useCopied } from '../ui/use-copied.ts';

export function CommandsPanel({ row, pod }: { row: LeaseRow; pod: PodFacts | null }) {
  const commands = leaseCommands({ namespace: row.namespace, name: row.name, holderRef: row.holderRef, pod });
  return (
    <Panel title="Look closer" note="read-only commands">
      <ul className="commands">
        {commands.map((command) => (
          <CommandLine key={command.label} command={command} />
        ))}
      </ul>
    </Panel>
  );
}

function CommandLine({ command: { label, command } }: { command: Command }) {
  const { outcome, copy } = useCopied(command);
  return (
    <li>
      <span>
        {label}
        <code title={command}>{command}</code>
      </span>
      <button type="button" aria-label={`Copy: ${label}`} onClick={copy}>
        {outcome === 'idle' ? 'copy' : outcome === 'copied' ? 'copied' : 'refused'}
      </button>
    </li>
  );
}
