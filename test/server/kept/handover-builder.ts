import type { Handover } from '../../../lib/lease/handover.ts';
import { createHandoverLog } from '../../../lib/server/kept/handover-log.ts';

export function handover(over: Partial<Handover> = {}): Handover {
  return {
    id: 'uid.1',
    namespace: 'kube-system',
    name: 'kube-scheduler',
    leaseUid: 'uid',
    at: 1_800_000_000_000,
    from: 'node-a_1',
    to: 'node-b_2',
    cause: 'expiry',
    certainty: 'likely',
    silentMs: 17_000,
    vacantMs: 2000,
    transitionsDelta: 1,
    coordinated: false,
    evidence: {},
    ...over,
  };
}

/** The log as somebody sees it who sees everything. */
export function wholeLog() {
  const log = createHandoverLog();
  return { ...log, forgottenUntil: () => log.forgottenUntil(null) };
}
