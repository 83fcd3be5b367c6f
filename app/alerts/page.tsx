import { Suspense } from 'react';
import { AlertsPage } from '../../components/alerts/alerts-page.tsx';

export default function Alerts() {
  return (
    <Suspense>
      <AlertsPage />
    </Suspense>
  );
}
