/**
 * Alerts as a viewer may see them. Those about Leases of other namespaces do not exist. One about the whole cluster,
 * or about Tenure, is there, for it concerns what they see: but neither its numbers nor its words, which are of all
 * namespaces. One about a node or a holder is not there: which Leases make it one would be told with it. One that was
 * found by a Pod of another namespace does not say by which, nor one beside which such a Pod is gone; and none says on
 * which node its holder runs, for that may be where such a Pod does.
 */
import type { Alert } from '../alert/alert.ts';
import type { Subject } from '../detect/finding.ts';
import type { Evidence } from '../lease/handover.ts';
import { type Sight, sees } from './sight.ts';

/** Their titles say what is wrong, and of nobody. */
const OF_CLUSTER = /^(?:slow-renewals|clock-skew|clock-step):cluster$/;
const OF_TENURE = /^tenure:(?:store|rules-file|permissions|feed\/\*(?:\/[a-z]+)?)$/;
const WITHHELD =
  'It concerns the cluster as a whole. What it was judged by is told to those who may see the Leases of all namespaces.';

const WITHHELD_POD =
  'What says so is a Pod of a namespace that you do not see. It is told to those who may see the Leases there.';

/** In the same order; the very list for who sees everything. */
export function seenAlerts(alerts: readonly Alert[], sight: Sight): readonly Alert[] {
  if (sight === null) return alerts;
  return alerts.flatMap((alert) => seenAlert(alert, sight) ?? []);
}

function seenAlert(alert: Alert, sight: Sight): Alert | null {
  const { finding, fingerprint, rootId } = alert;
  const { namespace, name } = finding.subject;
  if (namespace !== null && !sees(sight, namespace)) return null;
  const isWide = namespace === null;
  if (isWide && !OF_CLUSTER.test(fingerprint) && !OF_TENURE.test(fingerprint)) return null;
  const seen = {
    ...alert,
    rootId: isSeenRoot(rootId, `${namespace}/${name}`) ? rootId : null,
    finding: {
      ...finding,
      subject: { ...finding.subject, node: nodeOf(finding.subject) },
      evidence: seenEvidence(finding.evidence, sight),
      next: finding.next.filter(({ command }) => isSeenAccount(command ?? '', sight)),
    },
  };
  const { podNamespace } = finding.evidence;
  const isOfOther = typeof podNamespace === 'string' && !sees(sight, podNamespace);
  if (!isWide && !isOfOther) return seen;
  const summary = isWide ? WITHHELD : WITHHELD_POD;
  return { ...seen, finding: { ...seen.finding, summary, evidence: {}, next: [] } };
}

/** A name in a namespace that was not kept beside it may be in any. */
function seenEvidence(evidence: Evidence, sight: Sight): Evidence {
  const { podGone, podGoneNamespace, ...others } = evidence;
  const isSeen = typeof podGoneNamespace === 'string' && sees(sight, podGoneNamespace);
  return podGone === undefined || isSeen ? evidence : others;
}

/** A command that asks what a holder may do names the account of its Pod. */
function isSeenAccount(command: string, sight: Sight): boolean {
  const [, namespace] = /system:serviceaccount:([^:\s'"]+):/.exec(command) ?? [];
  // As the documentation writes it, where it is not known.
  return namespace === undefined || namespace === 'NAMESPACE' || sees(sight, namespace);
}

/** That of a heartbeat is in its Lease. */
function nodeOf({ namespace, node }: Subject): string | null {
  return namespace === 'kube-node-lease' ? node : null;
}

/** A root is about the same Lease, or about the cluster: else it is about a node or a holder, and not there. */
function isSeenRoot(rootId: string | null, lease: string): boolean {
  if (rootId === null) return true;
  const fingerprint = rootId.slice(0, rootId.lastIndexOf('@'));
  const key = fingerprint.slice(fingerprint.indexOf(':') + 1);
  return OF_CLUSTER.test(fingerprint) || key === lease || key.startsWith(`${lease}/`);
}
