/** What is wrong, and what judging takes: counts of all alerts, and a series each for those that people are told. */
import { Gauge, type Registry } from 'prom-client';
import { type Alert, isTold } from '../../alert/alert.ts';
import { RULES, SEVERITIES } from '../../detect/finding.ts';
import type { AlertCounts } from '../../view/alert.ts';
import { readCounter, readGauge } from './read-metrics.ts';

export type AlertSource = {
  alerts(): AlertCounts;
  /** All that there are, what fires first. */
  allAlerts(): readonly Alert[];
  /** Alerts that were found last time and not kept, being too many. */
  alertsLeft(): number;
  /** Since the start, ms. */
  judging(): { rounds: number; failures: number; leaseFaults: number; totalMs: number };
  /** Since it was last asked. */
  longestJudgingMs(): number;
};

/** A storm has one root; so many causes at once are one trouble, whatever they are. */
export const MOST_ALERT_SERIES = 200;
const STATES = ['pending', 'firing', 'consequence', 'silenced'] as const;

export function addAlertMetrics(registry: Registry, source: AlertSource): void {
  const registers = [registry];
  new Gauge({
    name: 'tenure_alerts_firing',
    help: 'Alerts that fire, by severity; consequences and what is silenced left out.',
    labelNames: ['severity'],
    registers,
    collect() {
      const counts = source.alerts();
      for (const severity of SEVERITIES) this.set({ severity }, counts[severity]);
    },
  });
  new Gauge({
    name: 'tenure_alerts',
    help: 'Alerts by rule: pending, firing, and of those that fire apart what is a consequence of another or silenced.',
    labelNames: ['rule', 'severity', 'state'],
    registers,
    collect() {
      this.reset();
      for (const rule of RULES)
        for (const severity of SEVERITIES) this.set({ rule, severity, state: 'firing' }, 0);
      for (const alert of source.allAlerts()) {
        const state = stateOf(alert);
        const { rule, severity } = alert.finding;
        if (state !== null) this.inc({ rule, severity, state });
      }
    },
  });
  readGauge(
    registry,
    'tenure_alert_series_left_out',
    `Alerts that people are told without a series of their own: only the worst ${MOST_ALERT_SERIES} have one.`,
    () => Math.max(0, source.allAlerts().filter(isTold).length - MOST_ALERT_SERIES),
  );
  new Gauge({
    name: 'tenure_alert_since_timestamp_seconds',
    help: 'Since when what an alert says has been true; one for each that fires, is no consequence and not silenced, the worst first.',
    labelNames: ['rule', 'severity', 'namespace', 'lease', 'node'],
    registers,
    collect() {
      this.reset();
      // The oldest last: of several about the same it is the one that stays.
      for (const { finding } of worstTold(source.allAlerts()).reverse()) {
        const { rule, severity, subject, since } = finding;
        this.set({ rule, severity, ...subjectLabels(subject) }, since / 1000);
      }
    },
  });
  readGauge(
    registry,
    'tenure_alerts_left_out',
    'Findings that became no alerts since there were too many at once.',
    source.alertsLeft,
  );
  readCounter(
    registry,
    'tenure_judging_rounds_total',
    'How often everything that is watched was judged.',
    () => source.judging().rounds,
  );
  readCounter(
    registry,
    'tenure_judging_failures_total',
    'Rounds of judging that failed: what fires stays as it was.',
    () => source.judging().failures,
  );
  readCounter(
    registry,
    'tenure_judging_lease_failures_total',
    'How often a single Lease could not be judged: what fires about it stays as it was, all others are judged.',
    () => source.judging().leaseFaults,
  );
  readCounter(
    registry,
    'tenure_judging_seconds_total',
    'How long judging took.',
    () => source.judging().totalMs / 1000,
  );
  readGauge(
    registry,
    'tenure_judging_max_seconds',
    'The longest that judging held up all else at once, since the last look.',
    () => source.longestJudgingMs() / 1000,
  );
}

function stateOf({ state, silencedBy, rootId }: Alert): (typeof STATES)[number] | null {
  if (state === 'resolved') return null;
  if (state === 'pending') return 'pending';
  if (silencedBy !== null) return 'silenced';
  return rootId === null ? 'firing' : 'consequence';
}

/** Of those that people are told the worst, then the oldest; always the same ones. */
export function worstTold(alerts: readonly Alert[]): Alert[] {
  const rank = ({ finding }: Alert): number => SEVERITIES.indexOf(finding.severity);
  return alerts
    .filter(isTold)
    .sort((a, b) => rank(a) - rank(b) || a.finding.since - b.finding.since || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_ALERT_SERIES);
}

/** An empty label is none to Prometheus; what an alert is not about is left out. */
function subjectLabels({ namespace, name, node }: Alert['finding']['subject']): Record<string, string> {
  return {
    ...(namespace === null ? {} : { namespace }),
    ...(name === null ? {} : { lease: name }),
    ...(node === null ? {} : { node }),
  };
}
