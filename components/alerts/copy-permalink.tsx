'use client';
import { useState } from 'react';
import { pagePath } from '../../lib/client/api-url.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { alertHref } from '../../lib/view/alert-links.ts';
import { Button } from '../ui/button.tsx';
import { copyText } from '../ui/copy-text.ts';

/** Copies the address that shows this alert, and no other time it fired. */
export function CopyPermalink({ alert }: { alert: Pick<AlertView, 'id'> }) {
  const [said, setSaid] = useState('Copy link');
  return (
    <Button
      aria-live="polite"
      title="The address of this alert with its evidence"
      onClick={() => {
        const { href } = new URL(pagePath(alertHref(alert)), window.location.href);
        void copyText(href).then((done) => setSaid(done ? 'Copied' : 'The browser refused'));
      }}
      onBlur={() => setSaid('Copy link')}
      onPointerLeave={() => setSaid('Copy link')}
    >
      {said}
    </Button>
  );
}
