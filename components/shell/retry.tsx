'use client';
import { useRetry } from '../../lib/client/use-retry.ts';
import { Button } from '../ui/button.tsx';

/** Asks Tenure to try the API server at once instead of at its next attempt. */
export function RetryButton({ label, ink = false }: { label: string; ink?: boolean }) {
  const { retry, trying, problem } = useRetry();
  return (
    <>
      <Button ink={ink} disabled={trying} onClick={retry}>
        {trying ? 'Trying…' : label}
      </Button>
      {problem === null ? null : <span role="status">Could not ask: {problem}</span>}
    </>
  );
}
