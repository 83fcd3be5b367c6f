'use client';
import { useLive } from '../../lib/client/use-live.ts';
import { RetryButton } from './retry.tsx';
import { StatePage } from './state-page.tsx';

const NOWHERE: readonly { place: string; result: string }[] = [];

/** Nowhere is a cluster named, or what names it cannot be used: `problem` says why. */
export function NoClusterState() {
  const lookedFor = useLive((state) => state.status?.cluster.lookedFor ?? NOWHERE);
  const problem = useLive((state) => state.feed?.lastError?.message ?? null);
  const isNamed = lookedFor.some(({ result }) => result === 'found');
  return (
    <StatePage title={isNamed ? 'What names the cluster cannot be used' : 'No cluster found'}>
      <p>Tenure looked for one in these places, in this order:</p>
      <dl className="looked">
        {lookedFor.map(({ place, result }) => (
          <div key={place} className="contents">
            <dt className="mono">{place}</dt>
            <dd>{result}</dd>
          </div>
        ))}
      </dl>
      {problem === null || !isNamed ? null : <p className="said mono">{problem}</p>}
      <p>Do one of these:</p>
      <ol>
        <li>
          <span>
            Look around with a simulated cluster, beside this one:{' '}
            <span className="mono">PORT=3001 npm run demo</span>
          </span>
        </li>
        <li>
          <span>
            Use a cluster you have: <span className="mono">KUBECONFIG=/path/to/config npm start</span>
          </span>
        </li>
        <li>
          <span>
            Run it in the cluster, as a Pod whose service account may get, list and watch{' '}
            <span className="mono">leases.coordination.k8s.io</span>
          </span>
        </li>
      </ol>
      <div className="actions">
        <RetryButton ink label="Look again" />
      </div>
    </StatePage>
  );
}
