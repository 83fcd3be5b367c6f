/**
 * Alerts as Alertmanager's API v2 takes them (`POST /api/v2/alerts`). It knows an alert by its labels alone: they stay
 * the same from the first word to the last, so what moves (holder, its node, numbers) stands in the annotations. The
 * severity is a label all the same, since people route by it; one that changes is another alert there, and the one of
 * the severity before is told to be over in the same request.
 */
import type { Alert } from '../alert/alert.ts';
import type { Rule, Severity } from '../detect/finding.ts';
import type { Due } from './due.ts';
import {
  bounded,
  boundedJson,
  type Compose,
  fitting,
  JSON_HEADERS,
  linkTo,
  type Surroundings,
} from './message.ts';
import { firstStep, shortEvidence } from './words.ts';

/** What is not told again within this is over: by its own word Tenure is gone. Told again each minute. */
export const ENDS_AFTER_MS = 5 * 60_000;

type Labels = Record<string, string>;

export function alertmanagerMessages(around: Surroundings): Compose {
  return (due, most, now) => {
    const items = fitting(due, most, (one) => postedAs(one, around, now).map(boundedJson).join(','), 2);
    return { body: `[${items.join(',')}]`, headers: JSON_HEADERS, count: items.length };
  };
}

/** `TenureFlapping` of `flapping`. */
export function alertNameOf(rule: Rule): string {
  if (rule === 'tenure') return 'TenureItself';
  return `Tenure${rule.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())}`;
}

/** Labels that are empty are left out: Alertmanager takes both for the same. */
export function labelsOf({ finding }: Alert, severity: Severity, cluster: string | null): Labels {
  const { rule, key, subject } = finding;
  // Where the holder of a Lease runs may change; what a finding about a node is about does not.
  const node = subject.name === null || subject.namespace === 'kube-node-lease' ? subject.node : null;
  const labels = {
    alertname: alertNameOf(rule),
    rule,
    severity,
    cluster,
    namespace: subject.namespace,
    lease: subject.name,
    node,
    key,
  };
  return present(labels);
}

function annotationsOf(alert: Alert, around: Surroundings): Labels {
  const { finding, id } = alert;
  const consequences = around.consequencesOf(id);
  return present({
    summary: finding.title,
    description: finding.summary,
    certainty: finding.certainty,
    evidence: shortEvidence(finding.evidence),
    holder: finding.subject.holder,
    holder_node: finding.subject.node,
    consequences: consequences === 0 ? null : String(consequences),
    next: firstStep(finding),
    permalink: linkTo(alert, around),
    runbook: `docs/findings/${finding.rule}.md`,
  });
}

function present(values: Record<string, string | null>): Labels {
  const labels: Labels = {};
  for (const [name, value] of Object.entries(values))
    if (value !== null && value !== '') labels[name] = bounded(value);
  return labels;
}

/** One alert, or two where the severity changed: the one before, which is over, and the one that fires. */
function postedAs({ alert, tell, before }: Due, around: Surroundings, now: number): object[] {
  const { severity } = alert.finding;
  const told = before?.told === 'firing' ? before.severity : severity;
  const post = (as: Severity, endsAt: number): object => ({
    labels: labelsOf(alert, as, around.cluster().name),
    annotations: annotationsOf(alert, around),
    startsAt: iso(alert.finding.since),
    // An end before the beginning would be refused.
    endsAt: iso(Math.max(endsAt, alert.finding.since)),
    ...linked(linkTo(alert, around)),
  });
  if (tell === 'over') return [post(told, alert.resolvedAt ?? now)];
  const fires = post(severity, now + ENDS_AFTER_MS);
  return told === severity ? [fires] : [post(told, now), fires];
}

function linked(generatorURL: string | null): object {
  return generatorURL === null ? {} : { generatorURL };
}

function iso(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}
