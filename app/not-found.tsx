import Link from 'next/link';
import { StatePage } from '../components/shell/state-page.tsx';

export default function NotFound() {
  return (
    <main>
      <title>Not found · Tenure</title>
      <h1 className="sr-only">Not found</h1>
      <StatePage title="There is no such page">
        <p>
          Leases are at <span className="mono">/leases/NAMESPACE/NAME</span>; all of them are on Leaders.
        </p>
        <div className="actions">
          <Link className="button ink" href="/">
            Open Leaders
          </Link>
        </div>
      </StatePage>
    </main>
  );
}
