'use client';
import type { NextStep } from '../../lib/detect/finding.ts';
import { useCopied } from '../ui/use-copied.ts';
import './alerts.css';

/** What to look at next, in order; every command only reads. */
export function NextSteps({ steps }: { steps: readonly NextStep[] }) {
  return (
    <ol className="al-steps">
      {steps.map((step) => (
        <li key={`${step.text} ${step.command ?? ''}`}>
          {step.text}
          {step.command === null ? null : <CommandLine command={step.command} what={step.text} />}
        </li>
      ))}
    </ol>
  );
}

function CommandLine({ command, what }: { command: string; what: string }) {
  const { outcome, copy } = useCopied(command);
  return (
    <span className="al-command">
      <code>{command}</code>
      <button type="button" aria-label={`Copy the command: ${what}`} onClick={copy}>
        {outcome === 'idle' ? 'copy' : outcome === 'copied' ? 'copied' : 'refused'}
      </button>
    </span>
  );
}
