/**
 * What is known of the cluster beyond its Leases: its version, its id, and what may be read. Asked again
 * every minute, since rights are granted while Tenure runs; what is not answered stays unknown.
 */
import type { Lookup } from '../kube/lookup.ts';
import type { Permissions } from '../view/status.ts';
import type { Log } from './log.ts';
import type { Timers } from './timers.ts';

const ASK_AGAIN_MS = 60_000;
/** Until the API server has told its version once, it is asked this often. */
const ASK_SOON_MS = 3000;

export type ClusterFacts = {
  id: string | null;
  kubernetesVersion: string | null;
  permissions: Permissions;
};

export const NOTHING_KNOWN: ClusterFacts = {
  id: null,
  kubernetesVersion: null,
  permissions: {
    leases: 'unknown',
    pods: 'unknown',
    nodes: 'unknown',
    events: 'unknown',
    leasecandidates: 'unknown',
    configmaps: 'unknown',
    endpoints: 'unknown',
  },
};

export type FactsOptions = {
  lookup: Pick<Lookup, 'version' | 'kubeSystemUid' | 'permissions'>;
  timers: Timers;
  log: Log;
  /** The API server is 1.25 or newer: its stamps can be trusted (field guide §8). */
  onStampsTrusted: () => void;
  /** The uid of kube-system may be read now, or again. */
  onId: (id: string) => void;
};

export type FactsKeeper = { current(): ClusterFacts; ask(): void; stop(): void };

export function keepClusterFacts({ lookup, timers, log, onStampsTrusted, onId }: FactsOptions): FactsKeeper {
  let facts = NOTHING_KNOWN;
  let asking = false;
  let stopped = false;
  let cancel = (): void => undefined;

  async function read(): Promise<void> {
    const kubernetesVersion = await lookup.version();
    if (kubernetesVersion === null) return;
    facts = { ...facts, kubernetesVersion };
    if (stampsRenewals(kubernetesVersion)) onStampsTrusted();
    const [id, permissions] = await Promise.all([lookup.kubeSystemUid(), lookup.permissions()]);
    if (id !== null && id !== facts.id) onId(id);
    facts = { id: id ?? facts.id, kubernetesVersion, permissions };
  }

  function ask(): void {
    if (asking || stopped) return;
    asking = true;
    cancel();
    read()
      .catch((error: unknown) => log.warn({ err: error }, 'the cluster could not be asked about itself'))
      .finally(() => {
        asking = false;
        if (!stopped)
          cancel = timers.after(facts.kubernetesVersion === null ? ASK_SOON_MS : ASK_AGAIN_MS, ask);
      });
  }

  return {
    current: () => facts,
    ask,
    stop() {
      stopped = true;
      cancel();
    },
  };
}

/** managedFields times are renewed with every write from 1.25 on. `version`: such as v1.37.2. */
export function stampsRenewals(version: string): boolean {
  const parts = /^v?(\d+)\.(\d+)/.exec(version);
  if (parts === null) return false;
  const [major, minor] = [Number(parts[1]), Number(parts[2])];
  return major > 1 || (major === 1 && minor >= 25);
}
