/** What a scrape of /metrics holds up, and what it costs, with as many elections as there may be. */
import { addGap, ELECTION_SPAN } from '../../lib/lease/gaps.ts';
import { addOffsetSample } from '../../lib/lease/offset.ts';
import type { TrackedLease } from '../../lib/lease/tracked.ts';
import { tracked } from '../server/leases/lease-builders.ts';
import { metricsWorld, NOW } from '../server/metrics/metrics-world.ts';
import { atMost, type Figure, note, quantile, round } from './report.ts';

const ELECTIONS = 5000;

/**
 * By the CPU time of this thread, so that what else the machine does has no part in it. Between two pieces the loop is
 * left to others: the longest piece is what a scrape holds up.
 */
export async function scrapes(quick: boolean): Promise<Figure[]> {
  let began = 0;
  let pieces: number[] = [];
  const { metrics, samples } = metricsWorld({
    leases: Array.from({ length: ELECTIONS }, (_, index) => election(index)),
    async turn() {
      pieces.push(cpuMs() - began);
      await new Promise((resolve) => setImmediate(resolve));
      began = cpuMs();
    },
  });
  const longest: number[] = [];
  const whole: number[] = [];
  for (let scrape = 0; scrape < (quick ? 20 : 100); scrape++) {
    pieces = [];
    began = cpuMs();
    await metrics.text();
    pieces.push(cpuMs() - began);
    // The first ones are compiled while they run.
    if (scrape < 5) continue;
    longest.push(Math.max(...pieces));
    whole.push(pieces.reduce((sum, one) => sum + one, 0));
  }
  const series = (await samples('tenure_')).length;
  return [
    atMost(
      'a scrape of 5,000 elections, longest piece',
      quantile(longest, 0.5),
      20,
      'ms',
      `p95 ${round(quantile(longest, 0.95))} ms`,
    ),
    note('  all of it', `${round(quantile(whole, 0.5))} ms of CPU, ${series} series of Tenure's`),
  ];
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function election(index: number): TrackedLease {
  const names = { namespace: `namespace-${index % 200}`, name: `some-controller-lock-${index}` };
  const lease = tracked({ ...names, class: 'controller' }, NOW);
  lease.stampMoves = true;
  for (let renewal = 0; renewal < 20; renewal++) {
    lease.gaps = addGap(lease.gaps, ELECTION_SPAN, NOW, 2000 + renewal * 10);
    lease.offsets = addOffsetSample(lease.offsets, NOW, -400 - renewal, 0);
  }
  return lease;
}
