/** Which silences a viewer may see, make and end: who sees everything all, others such as are about nothing else. */
import type { Silence } from '../../alert/silence.ts';
import type { Silencing } from '../alerts/silencing.ts';
import { ApiError } from '../api/api-error.ts';
import { type Sight, sees } from '../sight.ts';

export type SeenSilences = Pick<Silencing, 'all' | 'make' | 'end'>;

/**
 * What it silences tells on which node a holder runs, and that may be a Pod of any namespace. Only that of a heartbeat
 * is in its Lease.
 */
export function tellsNode({ matchers }: Pick<Silence, 'matchers'>): boolean {
  const isOfNodes = matchers.some(({ field, value }) => field === 'namespace' && value === 'kube-node-lease');
  return !isOfNodes && matchers.some(({ field }) => field === 'node');
}

/** A silence matches what all its matchers fit: one of them keeps it to a namespace that is seen. */
export function isSeenSilence(silence: Pick<Silence, 'matchers'>, sight: Sight): boolean {
  return (
    sight === null ||
    (!tellsNode(silence) &&
      silence.matchers.some(
        ({ field, value }) => field === 'namespace' && !value.includes('*') && sees(sight, value),
      ))
  );
}

/** The one that is not seen does not exist, for ending it too. */
export function seenSilences(silences: SeenSilences & Pick<Silencing, 'get'>, sight: Sight): SeenSilences {
  if (sight === null) return silences;
  return {
    all: () => silences.all().filter((silence) => isSeenSilence(silence, sight)),
    make(asked) {
      if (isSeenSilence(asked, sight)) return silences.make(asked);
      throw new ApiError(
        'forbidden',
        'You may see Leases of some namespaces only: a silence of yours names one of them, as namespace without a *, and a node with kube-node-lease only.',
      );
    },
    end(id) {
      const silence = silences.get(id);
      // Of none it says so in its own words.
      return silences.end(silence !== null && isSeenSilence(silence, sight) ? id : '');
    },
  };
}
