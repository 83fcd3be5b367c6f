'use client';
import { Button } from '../ui/button.tsx';

/**
 * Opens the page that is shown once more, with all that its address says: whoever lets people in asks who it is, Tenure or
 * a login in front of it, and then leads back here.
 */
export function SignInAgain({ ink = false }: { ink?: boolean }) {
  return (
    <Button ink={ink} onClick={() => window.location.reload()}>
      Sign in again
    </Button>
  );
}
