/** What a healthy cluster of thousands tells in a day, and what an API server that stalls tells of its elections. */
import { playDay } from '../detect/healthy-day.ts';
import { atMost, type Figure, note } from './report.ts';

const SEED = 5;
const SIZE = { nodes: 4500, elections: 500 };
/** A node's turn comes once in a month or so, as in a cluster that is patched. */
const REBOOTS_PER_HOUR = 10;

/** 24 hours (`--quick`: one) of it, played; judged every second. It takes about a quarter of an hour. */
export function healthy(quick: boolean): Figure[] {
  const hours = quick ? 1 : 24;
  const from = performance.now();
  const options = { ...SIZE, seed: SEED, hours, judgeEveryMs: 1000, announced: true };
  const day = playDay({ ...options, rebootsPerHour: REBOOTS_PER_HOUR }, () => performance.now());
  const handovers = Object.values(day.handovers).reduce((sum, count) => sum + count, 0);
  const tookMin = (performance.now() - from) / 60_000;
  return [
    atMost(
      `healthy: false alerts above info in ${hours} h`,
      day.alarms.length,
      0,
      'alerts',
      `${SIZE.nodes} heartbeats, ${SIZE.elections} elections, ${handovers} handovers`,
    ),
    ...day.alarms
      .slice(0, 10)
      .map(({ at, rule, key, summary }) => note(`  ${rule} ${key}`, `${at} s: ${summary}`)),
    note('  alerts of information', `${day.infos.length} (${day.reboots} nodes were rebooted)`),
    note('  it took', `${tookMin.toFixed(1)} min, ${(day.judgingMs / 60_000).toFixed(1)} of them judging`),
  ];
}
