import { apiUrl, pagePath } from '../../lib/client/api-url.ts';
import { signInProblem } from '../../lib/view/auth.ts';
import { Button } from '../ui/button.tsx';
import { StatePage } from './state-page.tsx';

/**
 * A plain form: it works without JavaScript, and the token is in nothing but the request that it makes. `problem`: why
 * somebody was sent here.
 */
export function SignIn({ problem: word, next }: { problem: string | null; next: string }) {
  const problem = signInProblem(word);
  return (
    <main>
      <title>Sign in · Tenure</title>
      <h1 className="sr-only">Sign in</h1>
      <StatePage title="Sign in to see the Leases of this cluster">
        {problem === null ? null : (
          <p className="said" role="alert">
            {problem.words}
          </p>
        )}
        {problem?.passing === true ? (
          <div className="actions">
            <a className="button" href={pagePath(next)}>
              Try again as you were
            </a>
          </div>
        ) : null}
        <p>
          Tenure shows each person what they may list in the cluster itself. Paste a bearer token of the
          cluster; one of a ServiceAccount is made by:
        </p>
        <p className="said mono">kubectl create token NAME --namespace NAMESPACE --duration 8h</p>
        <form className="sign-in" method="post" action={apiUrl('/api/v1/sign-in')}>
          <input type="hidden" name="next" value={next} />
          <label htmlFor="token">Token</label>
          <input
            id="token"
            name="token"
            type="password"
            required
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="eyJhbGciOi…"
          />
          <div className="actions">
            <Button ink type="submit">
              Sign in
            </Button>
            <span>for 8 hours, or until the token ends; kept sealed in a cookie of this browser</span>
          </div>
        </form>
      </StatePage>
    </main>
  );
}
