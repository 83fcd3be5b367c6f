import Link from 'next/link';
import { momentHref } from '../../lib/client/api-url.ts';
import { formatDateTime, shortenMiddle, type TimeZone } from '../../lib/view/format.ts';

/** When and of which Lease: the first three columns of a table of moments. */
export const MOMENT_HEADS = ['When', 'Lease', 'Namespace'];

/** What the columns of a table are. */
export function Heads({ of }: { of: readonly string[] }) {
  return (
    <thead>
      <tr>
        {of.map((title) => (
          <th key={title} scope="col">
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function MomentCells({
  lease,
  at,
  zone,
  cluster,
}: {
  lease: { namespace: string; name: string };
  at: number;
  zone: TimeZone;
  cluster: string | null;
}) {
  return (
    <>
      <td>
        <Link href={momentHref(lease, at, cluster)} prefetch={false}>
          {formatDateTime(at, zone)}
        </Link>
      </td>
      <td className="mono" title={lease.name}>
        {shortenMiddle(lease.name, 30)}
      </td>
      <td>{lease.namespace}</td>
    </>
  );
}

export function Holder({ of, shown }: { of: string; shown: (identity: string) => string }) {
  return <span title={of}>{shortenMiddle(shown(of), 26)}</span>;
}
