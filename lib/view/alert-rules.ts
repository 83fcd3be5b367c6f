/**
 * What each rule is called, what it means when it fires, and what usually causes it: the short form of
 * `docs/findings`. Source of what may be concluded: field guide §10.
 */
import type { Rule } from '../detect/finding.ts';

export type RuleWords = { name: string; means: string; causes: string };

export const RULE_WORDS: Record<Rule, RuleWords> = {
  'expired-but-held': {
    name: 'Expired but held',
    means:
      'Nobody renewed the Lease for longer than it allows, and no standby took over in the time that one needs. That it was not renewed is certain; whether its holder still acts cannot be seen.',
    causes:
      'A holder that hangs, or whose node is gone or cut off; standbys that do not run, are not ready, or do not reach the API server.',
  },
  vacant: {
    name: 'Vacant',
    means:
      'Nobody holds the Lease, and nobody took it in the time in which candidates try; or it was deleted while held, and nobody made it again.',
    causes:
      'Nothing runs that could hold it (scaled to zero, an outage), or what runs may not write the Lease.',
  },
  flapping: {
    name: 'Flapping',
    means:
      'The Lease changes hands far more often than rollouts explain: many times in a short while, or again and again to who had led before.',
    causes:
      'Holders that fall silent one after the other, as when they crash, holders that cannot renew in time and give up, or candidates that do not wait for the duration and take it from each other.',
  },
  'early-takeover': {
    name: 'Taken before it expired',
    means:
      'Somebody took the Lease before its duration was over, by the API server’s own stamps. That the duration was not waited for is certain; why is open.',
    causes:
      'An elector that compares the Lease with its wall clock, one with a shorter duration of its own, an edit by hand, or clocks that run at different rates.',
  },
  'dual-leadership': {
    name: 'Two leaders possible',
    means:
      'The former holder may lead on beside the new one until its own deadline is over. That deadline is not in the Lease; it is shorter than the duration, so duration and retry period together are the end. Suspected, for a Lease shows who holds it and never who acts.',
    causes: 'The Lease was taken before it expired, or it was deleted or made anew while somebody held it.',
  },
  'clock-skew': {
    name: 'Clock off',
    means:
      'A holder’s clock differs from the API server’s by at least what is told. Elections of client-go bear it; whatever subtracts renewTime from its own clock does not, nor do electors that compare wall clocks.',
    causes: 'Time synchronisation that is off, blocked or not yet done, or a machine that was paused.',
  },
  'clock-step': {
    name: 'Clock stepped',
    means:
      'The renewals of the last minutes contradict each other: no one offset explains them all. A clock stepped in that time, or API servers disagree by at least the difference.',
    causes:
      'Time synchronisation that set a clock at once, a machine that was resumed, or API servers whose clocks differ.',
  },
  'headroom-low': {
    name: 'Headroom low',
    means: 'Renewals come close to the end of the duration, and not only once: a failover waiting to happen.',
    causes:
      'A holder short of CPU, slow requests to the API server, or a duration too short for its renewals.',
  },
  'slow-renewals': {
    name: 'Slow renewals everywhere',
    means:
      'Many holders renewed late at the same time: likely what they share is slow, and not each of them. What follows from it is put under it.',
    causes: 'An API server or etcd under load or with a slow disk, or the network to them.',
  },
  'node-heartbeat-late': {
    name: 'Node heartbeat late',
    means:
      'A kubelet has not renewed its node’s Lease for 40 s, where 10 s are usual. Past the grace period (50 s; 40 s before Kubernetes 1.32) the cluster marks the node Unknown, unless its status still changes.',
    causes: 'A node that is down, reboots or is cut off, or a kubelet that hangs.',
  },
  'apiserver-silent': {
    name: 'API server silent',
    means: 'An API server has not renewed its identity Lease, which it does every 10 s.',
    causes:
      'It was stopped, hangs, or cannot reach etcd. Before Kubernetes 1.35 a restart leaves the old Lease behind.',
  },
  'duration-changed': {
    name: 'Timing changed',
    means:
      'The Lease allows another duration than before, or is renewed at another cadence, and with it a failover takes another time. A duration that goes back and forth under one holder means that likely two processes renew it under one name.',
    causes:
      'Another version or another configuration of its controller; back and forth, an identity that two processes share.',
  },
  'duration-invalid': {
    name: 'Duration too short',
    means:
      'The duration is at most twice the usual time between renewals: one that is lost may let it expire.',
    causes: 'A duration configured too near to the retry period.',
  },
  'holder-gone': {
    name: 'Holder’s Pod gone',
    means:
      'The Pod in which this very holder was found no longer exists, and the Lease still names its identity.',
    causes: 'It was deleted, evicted or replaced and did not release the Lease.',
  },
  'former-holder-running': {
    name: 'Former holder still runs',
    means:
      'Who held the Lease before still runs in the same container, long after another took over. Many electors rightly go on as candidates; this one may also not know that it was replaced.',
    causes: 'A holder that was cut off or paused, or that does not stop when it loses its Lease.',
  },
  'legacy-lock': {
    name: 'Legacy lock',
    means:
      'A leader annotation on a ConfigMap or an Endpoints object: the kind of election that client-go gave up in 1.24, and its last form in 1.28.',
    causes: 'An old controller, or what one left behind.',
  },
  abandoned: {
    name: 'Abandoned',
    means:
      'Nobody has renewed the Lease for long, and no Pod or Node of its holder is found. client-go never deletes Leases.',
    causes: 'A controller that was removed or renamed, or a node that left.',
  },
  tenure: {
    name: 'Tenure itself',
    means:
      'Tenure does not see or keep all that it should. What it does not see it does not judge: silence here is no sign of health.',
    causes:
      'An API server that cannot be reached, a history that cannot be written, or a permission that is missing.',
  },
  'no-standby': {
    name: 'No standby',
    means:
      'Fewer than two Pods that could hold the Lease are ready: should the holder stop, nobody would be there to take over.',
    causes: 'A single replica, or replicas that are not ready.',
  },
};
