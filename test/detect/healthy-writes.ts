/** What reaches the played API server, and how long it takes. Epoch ms. */
import { stampText } from '../../lib/lease/micro-time.ts';
import type { LeaseRecord } from '../../lib/lease/record.ts';
import type { Random } from '../../lib/simulator/random.ts';

/** Where Leases are written. */
export type Writes = {
  isUp(): boolean;
  write(record: LeaseRecord, at: number): void;
  /** From reading a clock to being stamped, ms, drawn anew for each request that is sent then. */
  wayMs(sentAt: number): number;
};

let versions = 1;
/** `2026-06-01T03:00:00` by its second: millions of times are printed, and most are of the same few seconds. */
const seconds = new Map<number, string>();

function secondText(second: number): string {
  const known = seconds.get(second);
  if (known !== undefined) return known;
  if (seconds.size > 1000) seconds.clear();
  const text = stampText(second * 1_000_000).slice(0, -1);
  seconds.set(second, text);
  return text;
}

/** As the API server prints a time of epoch ms with its microseconds. */
export function microTime(ms: number): string {
  const second = Math.floor(ms / 1000);
  const micros = Math.floor((ms - second * 1000) * 1000);
  return `${secondText(second)}.${String(micros).padStart(6, '0')}Z`;
}

/** `writtenAt`: by the clock of the API server that stamps it. */
export function recordOf(
  over: Partial<LeaseRecord> & Pick<LeaseRecord, 'namespace' | 'name' | 'uid' | 'class'>,
  claimedAt: number,
  writtenAt: number,
): LeaseRecord {
  const stamp = `${secondText(Math.floor(writtenAt / 1000))}Z`;
  return {
    resourceVersion: String(versions++),
    holder: '',
    durationSeconds: null,
    acquireTime: null,
    renewTime: microTime(claimedAt),
    transitions: null,
    strategy: null,
    preferredHolder: null,
    serverTime: stamp,
    writtenTime: stamp,
    annotations: null,
    ...over,
  };
}

/** 2 to 50 ms; one request in 200 takes up to a second, one in 5,000 up to four. */
export function wayMs(random: Random): number {
  const luck = random.next();
  if (luck < 0.0002) return random.between(1000, 4000);
  return luck < 0.005 ? random.between(50, 1000) : random.between(2, 50);
}
