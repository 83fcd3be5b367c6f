'use client';
import { useEffect, useState } from 'react';
import { copyText } from './copy-text.ts';

/** "copied" stands for one second, then the control says what it said before. */
const COPIED_FOR_MS = 1_000;

export type CopyOutcome = 'idle' | 'copied' | 'refused';

export function useCopied(text: string): { outcome: CopyOutcome; copy: () => void } {
  const [outcome, setOutcome] = useState<CopyOutcome>('idle');
  useEffect(() => {
    if (outcome === 'idle') return;
    const timer = setTimeout(() => setOutcome('idle'), COPIED_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  return {
    outcome,
    copy: () => {
      void copyText(text).then((done) => setOutcome(done ? 'copied' : 'refused'));
    },
  };
}
