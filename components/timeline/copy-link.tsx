'use client';
import { useState } from 'react';
import type { RangeWords } from '../../lib/view/timeline-range.ts';
import { Button } from '../ui/button.tsx';
import { copyText } from '../ui/copy-text.ts';
import { stillLink } from './use-timeline-url.ts';

/** Copies the address of exactly what is shown: with both ends fixed, for "now" is another moment for a colleague. */
export function CopyLink({ words }: { words: RangeWords }) {
  const [said, setSaid] = useState('Copy link');
  return (
    <Button
      aria-live="polite"
      title="The address of exactly this stretch of time, whenever it is opened"
      onClick={() => {
        void copyText(stillLink(window.location.href, words)).then((done) => {
          setSaid(done ? 'Copied' : 'The browser refused');
        });
      }}
      onBlur={() => setSaid('Copy link')}
      onPointerLeave={() => setSaid('Copy link')}
    >
      {said}
    </Button>
  );
}
