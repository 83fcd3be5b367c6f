/** Every rule provoked again and again with other timing, and what was found of it. */
import { RULES, type Rule } from '../../lib/detect/finding.ts';
import { createRandom } from '../../lib/simulator/random.ts';
import { type Fired, play } from './provocation-stage.ts';
import { PROVOCATIONS } from './provocations.ts';

/** `under`: only as its consequence, which nobody is told of by itself. */
type Companion = { rule: Rule; under: boolean; why: string };

/** What else may fire while a rule is provoked, as `docs/findings/` says it ("What fires with it"). */
export const COMPANY: Partial<Record<Rule, readonly Companion[]>> = {
  'early-takeover': [
    { rule: 'dual-leadership', under: false, why: 'who lost it may lead on until its deadline is over' },
  ],
  'dual-leadership': [{ rule: 'early-takeover', under: true, why: 'that is how it came about' }],
  'holder-gone': [{ rule: 'expired-but-held', under: false, why: 'nobody renews it, and nobody takes it' }],
  abandoned: [
    {
      rule: 'expired-but-held',
      under: false,
      why: 'for an hour an outage and a Lease left behind look alike',
    },
  ],
  'slow-renewals': [
    { rule: 'expired-but-held', under: true, why: 'nobody could renew it' },
    { rule: 'vacant', under: true, why: 'nobody could take it' },
    { rule: 'node-heartbeat-late', under: true, why: 'nodes renew through the same API server' },
    { rule: 'apiserver-silent', under: true, why: 'API servers renew through the same etcd' },
    { rule: 'slow-renewals', under: true, why: 'heartbeats of many nodes come back later than elections' },
  ],
};

export type Provoked = {
  rule: Rule;
  times: number;
  /** How often it was not found at all, and what it was that was not. */
  missed: string[];
  /** From when what had happened sufficed to when it fired, ms. */
  delaysMs: number[];
  /** What fired beside it and is not in `COMPANY`, or should be told under it and is not. */
  strangers: string[];
};

/** `times` of each rule, those of one rule in several ways by turns; the same seed plays the same. */
export function provoke(rule: Rule, times: number, seed: number): Provoked {
  const ways = PROVOCATIONS.filter((one) => one.rule === rule);
  const provoked: Provoked = { rule, times, missed: [], delaysMs: [], strangers: [] };
  const seeds = createRandom(seed * 100 + RULES.indexOf(rule));
  for (let time = 0; time < times; time++) {
    const way = ways[time % ways.length];
    if (way === undefined) throw new Error(`nothing provokes ${rule}`);
    let suffices = (): number => Number.NaN;
    const { fired } = play(Math.floor(seeds.next() * 2 ** 31), way.forMs, (stage) => {
      suffices = way.set(stage);
    });
    const found = fired.find(({ finding }) => finding.rule === rule && finding.key.startsWith(way.key));
    if (found === undefined) provoked.missed.push(way.what);
    else provoked.delaysMs.push(found.at - suffices());
    for (const one of fired) {
      if (one !== found && !isCompany(rule, one)) provoked.strangers.push(nameOf(one));
    }
  }
  return provoked;
}

function isCompany(rule: Rule, { finding, rootId }: Fired): boolean {
  const one = COMPANY[rule]?.find((companion) => companion.rule === finding.rule);
  return one !== undefined && (!one.under || rootId?.startsWith(`${rule}:`) === true);
}

function nameOf({ finding }: Fired): string {
  return `${finding.rule}:${finding.key} (${finding.summary})`;
}
