/** Objects that are no Lease, or none that was asked for: counted and left out, told of at most once in ten seconds. */
import type { LeaseRecord } from '../lease/record.ts';
import type { KubeLog } from './log.ts';
import { child, text } from './raw.ts';

const LOG_EVERY_MS = 10_000;

export type CountingDecode = {
  decode(raw: unknown): LeaseRecord | null;
  refused(): number;
};

/** Bears a `decode` that throws: the object is refused then. So is one of another namespace than was asked for. */
export function countRefusals(
  decode: (raw: unknown) => LeaseRecord | null,
  wanted: string | null,
  clock: { now(): number },
  log: KubeLog,
): CountingDecode {
  let refused = 0;
  let loggedAt = Number.NEGATIVE_INFINITY;

  function refuse(raw: unknown, err: unknown): null {
    refused += 1;
    const now = clock.now();
    if (now - loggedAt >= LOG_EVERY_MS) {
      loggedAt = now;
      const metadata = child(raw, 'metadata');
      const object = { namespace: text(metadata, 'namespace'), name: text(metadata, 'name') };
      log.warn(
        { ...object, refused, ...(err === null ? {} : { err }) },
        'what the API server sent is no Lease that was asked for; left out',
      );
    }
    return null;
  }

  return {
    refused: () => refused,
    decode(raw) {
      try {
        const record = decode(raw);
        if (record === null || (wanted !== null && record.namespace !== wanted)) return refuse(raw, null);
        return record;
      } catch (error) {
        return refuse(raw, error);
      }
    },
  };
}
