'use client';
import Link from 'next/link';
import { leaseHref } from '../../lib/client/api-url.ts';
import { useOtherCluster } from '../../lib/client/use-clusters.ts';
import { judgedAsOf } from '../../lib/view/board-judge.ts';
import { keptHref } from '../../lib/view/clusters.ts';
import { malformedName } from '../../lib/view/lease-name.ts';
import { FeedBanner } from '../shell/feed-banner.tsx';
import { feedState } from '../shell/feed-states.tsx';
import { KeptNotice } from '../shell/kept-notice.tsx';
import { PageTitle } from '../shell/page-title.tsx';
import { StatusBar } from '../shell/status-bar.tsx';
import { useFeedView, useJudge } from '../shell/use-feed-view.ts';
import { KeptLease } from './kept-lease.tsx';
import { LeaseAbsent } from './lease-absent.tsx';
import { LeaseLegend } from './lease-legend.tsx';
import { LeaseView } from './lease-view.tsx';
import { useLease } from './use-lease.ts';
import './lease.css';

/** `/leases/NS/NAME` */
export function LeasePage({ namespace, name }: { namespace: string; name: string }) {
  const wrong = malformedName(namespace, name);
  const other = useOtherCluster();
  return (
    <>
      {other === null ? <FeedBanner /> : <KeptNotice path={leaseHref({ namespace, name })} />}
      <main className="lease">
        <nav className="crumbs" aria-label="Where this is">
          <Link href={other === null ? '/' : keptHref(other)}>{other === null ? 'Leaders' : 'Timeline'}</Link>
          <span aria-hidden="true">/</span>
          <Link
            href={`${other === null ? '/?' : `${keptHref(other)}&`}namespace=${encodeURIComponent(namespace)}`}
          >
            {namespace}
          </Link>
          <span aria-hidden="true">/</span>
          <span className="mono" aria-current="page">
            {name}
          </span>
        </nav>
        {wrong === null && other !== null ? (
          // What was read of one is never shown of another.
          <KeptLease key={`${other.id} ${namespace}/${name}`} {...other} namespace={namespace} name={name} />
        ) : wrong === null ? (
          <LeaseBody namespace={namespace} name={name} />
        ) : (
          <LeaseAbsent title="No Lease can have this name">
            <p>
              Asked for was{' '}
              <span className="mono">
                {namespace}/{name}
              </span>
              . {wrong}
            </p>
          </LeaseAbsent>
        )}
      </main>
      <StatusBar legend={<LeaseLegend />} />
    </>
  );
}

function LeaseBody({ namespace, name }: { namespace: string; name: string }) {
  const subject = useLease(namespace, name);
  const view = useFeedView();
  const judge = useJudge();
  if (subject.type === 'known' && judge !== null) {
    const judged = judge.judge(subject.row);
    return (
      <LeaseView
        subject={subject}
        judged={subject.asOf === null ? judged : judgedAsOf(judged, subject.asOf)}
      />
    );
  }
  const instead = feedState(view, false);
  if (instead !== null) {
    return (
      <>
        <PageTitle title={name} />
        {instead}
      </>
    );
  }
  if (subject.type === 'missing') {
    return (
      <LeaseAbsent title={`There is no Lease ${name} in ${namespace}`}>
        <p>
          Tenure watches this cluster and knows of none by this name. It may have been deleted before watching
          began, or lie in another namespace or cluster; should it be created, it appears here by itself.
        </p>
      </LeaseAbsent>
    );
  }
  const problem = subject.type === 'looking' ? subject.problem : null;
  return (
    <>
      <PageTitle title={name} />
      <p className="looking" role="status">
        {problem === null ? 'Reading this Lease…' : `This Lease could not be read: ${problem}. Trying again.`}
      </p>
    </>
  );
}
