'use client';
import { useLeaseRow } from '../../lib/client/use-live.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { leaseOf } from '../../lib/view/alert-links.ts';
import { HolderName } from '../lease/holder-name.tsx';
import { useHolderLook } from '../lease/use-holder-look.ts';

/** The first facts of an alert: which Lease it is about, who held it, and on which node. Its title names no more. */
export function AlertAbout({ alert }: { alert: Pick<AlertView, 'rule' | 'subject'> }) {
  const { namespace, name, node, holder } = alert.subject;
  const lease = leaseOf(alert);
  const row = useLeaseRow(namespace ?? '', name ?? '');
  const look = useHolderLook({ holder, holderRef: row?.holder === holder ? row.holderRef : null }, []);
  const place = lease === null ? namespace : `${lease.namespace}/${lease.name}`;
  // A heartbeat is held by its node; of what is no Lease nobody is said to hold it.
  const isHeld = lease === null ? holder !== null : holder === null || holder !== node;
  return (
    <>
      {place === null ? null : (
        <div>
          <dt>{lease === null ? 'Namespace' : 'Lease'}</dt>
          <dd className="mono">{place}</dd>
        </div>
      )}
      {isHeld ? (
        <div>
          <dt>{lease === null ? 'Holder' : 'Held by'}</dt>
          <dd className="al-holder">
            <HolderName holder={holder} look={look} absent="nobody" length={30} />
          </dd>
        </div>
      ) : null}
      {node === null ? null : (
        <div>
          <dt>Node</dt>
          <dd className="mono">{node}</dd>
        </div>
      )}
    </>
  );
}
