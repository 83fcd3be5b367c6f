'use client';
import { type RefObject, useRef, useState } from 'react';
import type { AlertView } from '../../lib/view/alert.ts';
import { Button } from '../ui/button.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';
import { useFocusAfter } from '../ui/use-focus-after.ts';

const SilenceForm = lazyPart(async () => (await import('./silence-form.tsx')).SilenceForm);

export type SilenceControl = { button: React.ReactNode; form: React.ReactNode };

/**
 * The quiet way to a silence, and the form that it opens; nothing for what is over or silenced already. `title`: of the
 * alert, where the focus goes when the silence that was made takes the way to another with it.
 */
export function useSilenceControl(
  alert: AlertView,
  now: number,
  title: RefObject<HTMLElement | null>,
): SilenceControl {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const offered = alert.state === 'firing' && alert.silencedBy === null;
  const shown = offered && open;
  useFocusAfter(shown, button, title);
  if (!offered) return { button: null, form: null };
  return {
    button: (
      <Button ref={button} aria-expanded={open} onClick={() => setOpen(!open)}>
        Silence…
      </Button>
    ),
    form: shown ? <SilenceForm alert={alert} now={now} close={() => setOpen(false)} /> : null,
  };
}
