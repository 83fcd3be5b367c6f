'use client';
import { useEffect, useState } from 'react';
import { useLink } from '../../lib/client/use-live.ts';
import { SignInAgain } from './sign-in-again.tsx';
import { StatePage } from './state-page.tsx';

/** Most pages connect in less; until then nothing is said, for it would only flicker. */
const QUIET_MS = 400;

export function ConnectingState({ problem }: { problem: string | null }) {
  const link = useLink();
  const [quiet, setQuiet] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(false), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  if (link.type === 'signed-out') {
    return (
      <StatePage title="You are signed out">
        <p>Tenure no longer knows who asks: the session is over or was ended, or the token was revoked.</p>
        <div className="actions">
          <SignInAgain ink />
        </div>
      </StatePage>
    );
  }
  if (quiet) return null;
  if (problem === null) {
    return (
      <StatePage title="Connecting to Tenure">
        <p>Waiting for the first word from Tenure’s own server. This usually takes less than a second.</p>
      </StatePage>
    );
  }
  return (
    <StatePage title="No word from Tenure">
      <p>This page cannot reach Tenure’s own server. Nothing can be said about the cluster.</p>
      <p className="said mono">{problem}</p>
      <p>
        Is Tenure running, and does the proxy or ingress in front of it let{' '}
        <span className="mono">/api/v1/stream</span> through? The page keeps trying and comes back by itself.
      </p>
    </StatePage>
  );
}
