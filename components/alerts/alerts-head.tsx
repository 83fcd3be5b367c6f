'use client';
import type { AlertView } from '../../lib/view/alert.ts';
import { alertNamespaces, SEVERITY_FACETS } from '../../lib/view/alert-groups.ts';
import { Pick } from '../ui/pick.tsx';
import { NoticesSwitch } from './notices-switch.tsx';
import { Receivers } from './receivers.tsx';
import type { AlertsUrl, SetAlertsUrl } from './use-alerts-url.ts';

/** `words`: how many fire. */
export function AlertsHead({
  words,
  alerts,
  url,
  setUrl,
}: {
  words: string;
  alerts: readonly AlertView[];
  url: AlertsUrl;
  setUrl: SetAlertsUrl;
}) {
  const namespaces = new Set([
    ...alertNamespaces(alerts),
    ...(url.namespace === null ? [] : [url.namespace]),
  ]);
  return (
    <div className="page-bar">
      <h1>Alerts</h1>
      <span>{words}</span>
      <Receivers />
      <span className="page-push" />
      <NoticesSwitch />
      <Pick
        label="severity"
        value={url.severity ?? ''}
        several={null}
        options={[['', 'all'], ...SEVERITY_FACETS.map((one): [string, string] => [one, one])]}
        choose={(value) => void setUrl({ severity: SEVERITY_FACETS.find((one) => one === value) ?? null })}
      />
      <Pick
        label="namespace"
        value={url.namespace ?? ''}
        several={null}
        options={[['', 'all'], ...[...namespaces].map((name): [string, string] => [name, name])]}
        choose={(value) => void setUrl({ namespace: value === '' ? null : value })}
      />
    </div>
  );
}
