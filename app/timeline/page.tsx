import { Suspense } from 'react';
import { TimelinePage } from '../../components/timeline/timeline-page.tsx';

export default function Timeline() {
  return (
    <Suspense>
      <TimelinePage />
    </Suspense>
  );
}
