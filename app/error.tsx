'use client';
import { StatePage } from '../components/shell/state-page.tsx';
import { Button } from '../components/ui/button.tsx';
import { CopyButton } from '../components/ui/copy-button.tsx';

/**
 * A fault in the page itself; Tenure's server goes on watching. The page is opened anew, not only drawn: a part that could
 * not be had is never asked for again.
 */
export default function PageError({ error }: { error: Error & { digest?: string } }) {
  const said = `${error.message}${error.digest === undefined ? '' : `\ndigest ${error.digest}`}`;
  return (
    <main>
      <title>Fault · Tenure</title>
      <h1 className="sr-only">A fault in this page</h1>
      <StatePage title="This page has met a fault of its own">
        <p>Tenure goes on watching; only the drawing of this page failed:</p>
        <p className="said mono">{said}</p>
        <div className="actions">
          <Button ink onClick={() => window.location.reload()}>
            Draw it again
          </Button>
          <CopyButton text={`${said}\n${error.stack ?? ''}`} label="Copy for a report" />
        </div>
      </StatePage>
    </main>
  );
}
