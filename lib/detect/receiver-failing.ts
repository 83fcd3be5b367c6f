/** Who should be told of alerts and cannot be reached: it is said where it can be said, on the page and to the others. */
import type { ClusterSight } from './cluster-sight.ts';
import type { Finding } from './finding.ts';
import { duration } from './words.ts';

const NAMES = { alertmanager: 'Alertmanager', webhook: 'The webhook', slack: 'Slack' };

export function receiverFindings({ receivers = [], now, thresholds }: ClusterSight): Finding[] {
  return receivers
    .filter(({ state, since }) => state === 'failing' && now - since > thresholds.receiverFailingMs)
    .map(({ key, receiver, host, since, error, waiting }) => ({
      rule: 'tenure',
      key,
      severity: 'warning',
      certainty: 'certain',
      subject: { namespace: null, name: null, node: null, holder: null },
      since,
      until: null,
      title: `${NAMES[receiver]} is not told of alerts`,
      summary: `For ${duration(now - since)} ${host} has taken none; ${waitingWords(waiting)}.${error === null ? '' : ` ${error.message}. ${error.hint}`}`,
      evidence: { receiver, host, waiting, code: error?.code ?? null },
      next: [{ text: `See whether ${host} runs and can be reached from where Tenure runs`, command: null }],
    }));
}

function waitingWords(waiting: number): string {
  if (waiting === 0) return 'nothing new waits to be told';
  return `${waiting === 1 ? '1 alert waits' : `${waiting} alerts wait`} to be told, and nothing is lost`;
}
