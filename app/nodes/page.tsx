import { Suspense } from 'react';
import { NodesPage } from '../../components/nodes/nodes-page.tsx';

export default function Nodes() {
  return (
    <Suspense>
      <NodesPage />
    </Suspense>
  );
}
