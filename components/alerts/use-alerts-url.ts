'use client';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { SEVERITY_FACETS } from '../../lib/view/alert-groups.ts';

const PARSERS = {
  /** Id of the alert that is open: the address is its permalink. */
  alert: parseAsString,
  severity: parseAsStringLiteral(SEVERITY_FACETS),
  namespace: parseAsString,
  /** The rule that is open. */
  rule: parseAsString,
};

export function useAlertsUrl() {
  const [url, setUrl] = useQueryStates(PARSERS, { history: 'replace', scroll: false });
  return { url, setUrl };
}

export type AlertsUrl = ReturnType<typeof useAlertsUrl>['url'];
export type SetAlertsUrl = ReturnType<typeof useAlertsUrl>['setUrl'];
