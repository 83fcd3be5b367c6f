/**
 * Alerts as a viewer may see them. Those about Leases of other namespaces do not exist. One about the whole cluster,
 * or about Tenure, is there, for it concerns what they see: but neither its numbers nor its words, which are of all
 * namespaces. One about a node or a holder is not there: which Leases make it one would be told with it. One that
 * a Pod of another namespace has a part in is told as it would be without; and none says on which node its holder runs,
 * for that may be where such a Pod does.
 */
import type { Alert } from '../../alert/alert.ts';
import type { Finding, Subject } from '../../detect/finding.ts';
import type { Evidence } from '../../lease/handover.ts';
import { type Sight, sees } from '../sight.ts';

/** Their titles say what is wrong, and of nobody. */
const OF_CLUSTER = /^(?:slow-renewals|clock-skew|clock-step):cluster$/;
const OF_TENURE = /^tenure:(?:store|rules-file|permissions|feed\/\*(?:\/[a-z]+)?)$/;
const WITHHELD =
  'It concerns the cluster as a whole. What it was judged by is told to those who may see the Leases of all namespaces.';

const WITHHELD_POD =
  'What says so is a Pod of a namespace that you do not see. It is told to those who may see the Leases there.';

/** In the same order; the very list for who sees everything. `byNode`: ids of the silences that tell of nodes. */
export function seenAlerts(
  alerts: readonly Alert[],
  sight: Sight,
  byNode: ReadonlySet<string>,
): readonly Alert[] {
  if (sight === null) return alerts;
  return alerts.flatMap((alert) => seenAlert(alert, sight, byNode) ?? []);
}

function seenAlert(alert: Alert, sight: Sight, byNode: ReadonlySet<string>): Alert | null {
  const { fingerprint, rootId, silencedBy } = alert;
  const finding = seenFinding(alert.finding, sight);
  if (finding === null) return null;
  const { namespace, name } = finding.subject;
  if (namespace !== null && !sees(sight, namespace)) return null;
  const isWide = namespace === null;
  if (isWide && !OF_CLUSTER.test(fingerprint) && !OF_TENURE.test(fingerprint)) return null;
  const { podNamespace } = finding.evidence;
  if (typeof podNamespace === 'string' && !sees(sight, podNamespace)) return null;
  const seen = {
    ...alert,
    rootId: isSeenRoot(rootId, `${namespace}/${name}`) ? rootId : null,
    silencedBy: silencedBy !== null && byNode.has(silencedBy) ? null : silencedBy,
    finding: {
      ...finding,
      subject: { ...finding.subject, node: nodeOf(finding.subject) },
      next: finding.next.filter(({ command }) => isSeenAccount(command ?? '', sight)),
    },
  };
  if (!isWide && !isOfGone(finding.evidence, sight)) return seen;
  const summary = isWide ? WITHHELD : WITHHELD_POD;
  return { ...seen, finding: { ...seen.finding, summary, evidence: {}, next: [] } };
}

/** It is one trouble, however it is told: since when is the same. */
function seenFinding({ elsewhere, ...finding }: Finding, sight: Sight): Finding | null {
  if (elsewhere === undefined || elsewhere.namespaces.every((one) => sees(sight, one))) return finding;
  return elsewhere.without === null ? null : { ...elsewhere.without, since: finding.since };
}

/** As earlier versions kept it. A name in a namespace that was not kept beside it may be in any. */
function isOfGone({ podGone, podGoneNamespace }: Evidence, sight: Sight): boolean {
  const isSeen = typeof podGoneNamespace === 'string' && sees(sight, podGoneNamespace);
  return podGone !== undefined && !isSeen;
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
