'use client';
import { useLive } from '../../lib/client/use-live.ts';
import { useNow } from '../../lib/client/use-now.ts';
import type { ScopeFeed } from '../../lib/lease/feed.ts';
import type { FeedView } from '../../lib/view/board-feed.ts';
import { nextAttempt } from '../../lib/view/board-feed.ts';
import { rbacYaml, refusedUser } from '../../lib/view/board-rbac.ts';
import { formatCount, formatRough } from '../../lib/view/format.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { RetryButton } from './retry.tsx';
import { StatePage } from './state-page.tsx';

type Broken = Extract<FeedView, { type: 'broken' }>;
const NO_NAMESPACES: readonly string[] = [];

export function ForbiddenState({ view }: { view: Broken }) {
  const named = useLive((state) => state.status?.cluster.user ?? null);
  const namespaces = useLive((state) => state.status?.cluster.namespaces ?? NO_NAMESPACES);
  const message = view.error?.message ?? '';
  const user = refusedUser(message) ?? named;
  const refused = namespaces.length === 0 ? [] : view.scopes.flatMap(({ namespace }) => namespace ?? []);
  const yaml = user === null ? null : rbacYaml(user, refused);
  return (
    <StatePage title="Tenure may not read Leases yet">
      <p>The API server answered 403:</p>
      <p className="said mono">{message}</p>
      {yaml === null ? (
        <p>
          It did not say for whom. Grant <span className="mono">get</span>, <span className="mono">list</span>{' '}
          and <span className="mono">watch</span> on <span className="mono">leases.coordination.k8s.io</span>{' '}
          to the user that Tenure connects as.
        </p>
      ) : (
        <>
          <p>Apply this; no restart needed:</p>
          <ScrollBox className="yaml" label="YAML">
            {yaml}
          </ScrollBox>
        </>
      )}
      <div className="actions">
        {yaml === null ? null : <CopyButton ink text={yaml} label="Copy YAML" />}
        <RetryButton label="Check again" />
        <Checked scopes={view.scopes} />
      </div>
    </StatePage>
  );
}

/** "refused for 14 s, attempt 3, again in 16 s". When exactly the last attempt was is not told, so it is not said. */
function Checked({ scopes }: { scopes: readonly ScopeFeed[] }) {
  const now = useNow();
  const { at, attempt } = nextAttempt(scopes);
  if (now === null) return null;
  const since = Math.max(...scopes.map((scope) => scope.since));
  const again = at === null || at <= now ? 'again now' : `again in ${formatRough(at - now + 999)}`;
  return (
    <span>
      refused for {formatRough(now - since)}, {attempt > 1 ? `${formatCount(attempt)} attempts so far, ` : ''}
      {again}
    </span>
  );
}
