/** What people read of an alert, besides its own title and summary. Times are UTC: who reads it may be anywhere. */
import type { Alert } from '../alert/alert.ts';
import { lasting } from '../alert/lasting.ts';
import { SILENCED_BY_ANNOTATION } from '../alert/silence.ts';
import type { Finding, Severity } from '../detect/finding.ts';
import type { Due } from './due.ts';
import type { Surroundings } from './message.ts';

const LONGEST_EVIDENCE = 400;
/** What is called so, and lies in our days, is a time. */
const TIME = /(?:At|Since|Until|From|To)$/;
const EARLIEST = 1e11;
const LATEST = 8e15;

/** "2026-06-01 03:12:03 UTC". */
export function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** "late=12, of=40, usualGapMs=2000, takenAt=2026-06-01 03:12:03 UTC": what is not known is left out. */
export function shortEvidence(evidence: Finding['evidence']): string {
  const known = Object.entries(evidence).filter(([, value]) => value !== null && value !== '');
  const text = known.map(([name, value]) => `${name}=${valueWords(name, value)}`).join(', ');
  return text.length <= LONGEST_EVIDENCE ? text : `${text.slice(0, LONGEST_EVIDENCE - 1)}…`;
}

function valueWords(name: string, value: Finding['evidence'][string]): string {
  if (typeof value !== 'number') return String(value);
  if (TIME.test(name) && value > EARLIEST && value < LATEST) return utc(value);
  return String(Number(value.toFixed(2)));
}

/** "Lease apps/lock", "node wb-04": null of what is about all. */
export function subjectWords({
  subject: { namespace, name, node },
}: Pick<Finding, 'subject'>): string | null {
  if (namespace === 'kube-node-lease' && name !== null) return `node ${name}`;
  if (namespace !== null && name !== null) return `Lease ${namespace}/${name}`;
  if (node !== null) return `node ${node}`;
  return namespace === null ? null : `namespace ${namespace}`;
}

/** What to look at first, and how. */
export function firstStep({ next }: Pick<Finding, 'next'>): string | null {
  const [step] = next;
  if (step === undefined) return null;
  return step.command === null ? step.text : `${step.text}: ${step.command}`;
}

/** Why it is told now, where its title and summary do not say it; null where they do. */
export function whyWords({ alert, why, before }: Due, around: Surroundings, now: number): string | null {
  const { severity, since } = alert.finding;
  const lasted = lasting(alert, now);
  switch (why) {
    case 'began':
    case 'standing':
      return null;
    case 'worse':
    case 'better':
      return `It was told as ${AS[before?.severity ?? severity]} and is ${AS[severity]} now.`;
    case 'again':
      return 'It still fires, and nothing silences or explains it any more.';
    case 'resolved':
      return `It is over. It lasted ${lasted}.`;
    case 'missed':
      return `It came and went before it could be told: from ${utc(since)} to ${utc(alert.resolvedAt ?? now)}, ${lasted}.`;
    case 'silenced':
      return silencedWords(alert, around);
    case 'explained':
      return explainedWords(alert, around);
    case 'eased':
      return `It still fires, as ${AS[severity]} now, which is not told here.`;
  }
}

function silencedWords({ silencedBy }: Alert, around: Surroundings): string {
  if (silencedBy === SILENCED_BY_ANNOTATION)
    return 'It still fires, and was silenced by an annotation of its Lease.';
  const silence = silencedBy === null ? null : around.silenceOf(silencedBy);
  if (silence === null) return 'It still fires, and was silenced.';
  const { author, comment, until } = silence;
  return `It still fires, and was silenced until ${utc(until)} by ${author}: ${comment}`;
}

function explainedWords({ rootId }: Alert, around: Surroundings): string {
  const root = rootId === null ? null : around.alertOf(rootId);
  return root === null
    ? 'It still fires, and is explained by another alert now.'
    : `It still fires, and is explained by another alert now: ${root.finding.title}.`;
}

const AS: Record<Severity, string> = { critical: 'critical', warning: 'a warning', info: 'information' };
