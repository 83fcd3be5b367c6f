'use client';
import { useState } from 'react';
import type { AlertView } from '../../lib/view/alert.ts';
import { Button } from '../ui/button.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';

const SilenceForm = lazyPart(async () => (await import('./silence-form.tsx')).SilenceForm);

export type SilenceControl = { button: React.ReactNode; form: React.ReactNode };

/** The quiet way to a silence, and the form that it opens; nothing for what is over or silenced already. */
export function useSilenceControl(alert: AlertView, now: number): SilenceControl {
  const [open, setOpen] = useState(false);
  if (alert.state !== 'firing' || alert.silencedBy !== null) return { button: null, form: null };
  return {
    button: (
      <Button aria-expanded={open} onClick={() => setOpen(!open)}>
        Silence…
      </Button>
    ),
    form: open ? <SilenceForm alert={alert} now={now} close={() => setOpen(false)} /> : null,
  };
}
