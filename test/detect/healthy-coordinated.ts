/** A coordinated election on a played clock: the API server's controller elects, the holder renews (field guide §3). */
import type { LeaseRecord } from '../../lib/lease/record.ts';
import type { Election, ElectionParts } from './healthy-elections.ts';
import { microTime, recordOf } from './healthy-writes.ts';

const ELECTED_SECONDS = 5;

export function createCoordinatedElection(parts: ElectionParts): Election {
  const { name, workload, timing, random, api, startsAt } = parts;
  const { L, D, P, leaseClass } = timing;
  const namespace = 'kube-system';
  let leader: { replica: number } | null = null;
  let holder = '';
  let node: string | null = null;
  let acquired: string | null = null;
  let renewedAt = startsAt;
  let expiresAt = startsAt;
  let nextAt = startsAt + random.between(0, P);
  let sentAt = nextAt;

  function schedule(at: number): void {
    sentAt = at;
    nextAt = at + api.wayMs(at);
  }

  function write(at: number, claimedAt: number, over: Partial<LeaseRecord>): void {
    const names = { namespace, name, uid: `uid-${namespace}-${name}`, class: leaseClass, holder };
    const spec = { strategy: 'OldestEmulationVersion', transitions: 0, acquireTime: acquired };
    api.write(recordOf({ ...names, ...spec, ...over }, claimedAt, at), at);
  }

  function elect(): void {
    const ready = workload.replicas.flatMap((replica, index) => (replica.startedAt <= nextAt ? [index] : []));
    const replica = random.pick(ready);
    const one = replica === undefined ? undefined : workload.replicas[replica];
    if (replica === undefined || one === undefined || !api.isUp() || nextAt < expiresAt) {
      schedule(Math.max(nextAt + random.between(200, 1000), expiresAt));
      return;
    }
    leader = { replica };
    holder = one.pod;
    node = one.node;
    acquired = null;
    write(nextAt, nextAt, { durationSeconds: ELECTED_SECONDS });
    renewedAt = nextAt;
    schedule(nextAt + random.between(0, P));
  }

  function renew(): void {
    if (!api.isUp()) {
      schedule(nextAt + P);
      if (nextAt - renewedAt <= P + D) return;
      leader = null;
      schedule(expiresAt);
      return;
    }
    acquired ??= microTime(sentAt);
    write(nextAt, sentAt, { durationSeconds: L / 1000 });
    renewedAt = nextAt;
    expiresAt = nextAt + L;
    schedule(nextAt + random.between(1, 20) + P);
  }

  return {
    namespace,
    name,
    releases: false,
    nodeOf: () => (holder === '' ? null : node),
    play(now) {
      while (nextAt <= now) {
        if (leader === null) elect();
        else renew();
      }
    },
    ended(replica, at, killed = false) {
      if (leader?.replica !== replica) return;
      leader = null;
      if (this.releases && !killed && api.isUp()) {
        holder = '';
        expiresAt = at;
        write(at, at - 5, { durationSeconds: 1 });
      }
      schedule(Math.max(at, expiresAt) + random.between(50, 1000));
    },
    loseTry() {
      if (leader !== null) schedule(nextAt + P);
    },
  };
}
