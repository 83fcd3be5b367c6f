'use client';
import { apiUrl } from '../../lib/client/api-url.ts';
import { tellSignedOut } from '../../lib/client/signed-out.ts';
import { useLink } from '../../lib/client/use-live.ts';
import type { AuthStatus } from '../../lib/view/auth.ts';
import { Button } from '../ui/button.tsx';
import { PersonIcon } from '../ui/icon.tsx';

/** Who is signed in, and the way out. Without JavaScript it works the same. */
export function WhoMenu({ mode, user }: { mode: AuthStatus['mode']; user: string }) {
  if (useLink().type === 'signed-out') return null;
  return (
    <details
      className="who"
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Escape') currentTarget.open = false;
      }}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) currentTarget.open = false;
      }}
    >
      <summary aria-label={`Signed in as ${user}`} title={`Signed in as ${user}`}>
        <PersonIcon />
      </summary>
      <div>
        <p>
          Signed in as <span className="mono">{user}</span>
          {mode === 'proxy' ? ', as the login in front of Tenure says.' : null}
        </p>
        {mode === 'token' ? (
          <form method="post" action={apiUrl('/api/v1/sign-out')} onSubmit={tellSignedOut}>
            <Button type="submit">Sign out</Button>
          </form>
        ) : null}
      </div>
    </details>
  );
}
