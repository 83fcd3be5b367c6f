'use client';
import { Button } from './button.tsx';
import { useCopied } from './use-copied.ts';

/** Copies `text`; `label` names what is copied ("Copy YAML"). */
export function CopyButton({ text, label, ink = false }: { text: string; label: string; ink?: boolean }) {
  const { outcome, copy } = useCopied(text);
  const said = outcome === 'idle' ? label : outcome === 'copied' ? 'Copied' : 'The browser refused';
  return (
    <Button ink={ink} onClick={copy} aria-live="polite">
      {said}
    </Button>
  );
}
