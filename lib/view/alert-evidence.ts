/** The numbers that an alert was judged by, with units and words. Names end in what they are: …Ms, …At, …Since. */
import type { Evidence } from '../lease/handover.ts';
import { formatCount, formatDurationInWords, formatLimit, shortenMiddle, type TimeZone } from './format.ts';
import { formatMoment } from './moment.ts';
import { signedOffset } from './offset-words.ts';

export type EvidenceFact = { key: string; label: string; value: string };

/** Where the name taken apart would not say it. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['ageCertain', 'Renewal seen by Tenure'],
  ['back', 'Back to who had led before'],
  ['changes', 'Handovers in the window'],
  ['code', 'Error'],
  ['factor', 'What they share'],
  ['fewSince', 'Fewer than two ready since'],
  ['firstAt', 'First of them'],
  ['from', 'Former holder'],
  ['graceMs', 'Grace period'],
  ['holderExists', 'Holder found'],
  ['kind', 'By its pattern'],
  ['kubernetesMinor', 'Kubernetes minor version'],
  ['late', 'Renewed late'],
  ['lost', 'Events lost'],
  ['nearMs', 'Near is beyond'],
  ['observedSilenceMs', 'Silence, as observed'],
  ['of', 'Of those that were due'],
  ['offsetLowerMs', 'Clock offset, at least'],
  ['offsetUpperMs', 'Clock offset, at most'],
  ['renewTime', 'renewTime, the holder’s claim'],
  ['pods', 'Pods that run'],
  ['ready', 'Pods that are ready'],
  ['serverTime', 'The API server’s stamp'],
  ['spreadMs', 'Stopped within'],
  ['stampedSilenceMs', 'Silence, by the API server’s stamps'],
  ['takeoverDueAt', 'A standby was due'],
  ['takenAt', 'Taken'],
  ['to', 'New holder'],
  ['waiting', 'Events waiting'],
]);

const TIME = /(?:At|Since|Until|From|To)$/;
/** Below this a number is no epoch of our days, whatever it is called. */
const EARLIEST = 1e11;
/** No claim of a Lease makes a page of its own. */
const LONGEST = 200;

/** In the order in which the detector gave them. `now`: Tenure's time, epoch ms. */
export function evidenceFacts(evidence: Evidence, now: number, zone: TimeZone): EvidenceFact[] {
  return Object.entries(evidence).map(([key, value]) => ({
    key,
    label: labelOf(key),
    value: wordsOf(key, value, now, zone),
  }));
}

function labelOf(key: string): string {
  const known = LABELS.get(key);
  if (known !== undefined) return known;
  const words = key
    .replace(/(?:Ms|At)$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function wordsOf(key: string, value: Evidence[string] | undefined, now: number, zone: TimeZone): string {
  if (value === null || value === undefined) return key === 'to' ? 'nobody' : 'not known';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value === '' ? '“”' : shortenMiddle(value, LONGEST);
  if (!Number.isFinite(value)) return 'not known';
  if (key.startsWith('offset')) return signedOffset(value);
  if (key.endsWith('Ms')) return formatEvidenceMs(value);
  if (TIME.test(key) && value > EARLIEST) return formatMoment(value, now, zone);
  return Number.isInteger(value) && value >= 0 ? formatCount(value) : String(Number(value.toFixed(2)));
}

/** "850 ms", "1.42 s", "1 min 27 s", "−30.0 s": clocks are read to milliseconds, and may be behind. */
export function formatEvidenceMs(ms: number): string {
  const sign = ms < 0 && Math.round(ms) !== 0 ? '−' : '';
  const size = Math.abs(ms);
  if (size < 999.5) return `${sign}${Math.round(size)} ms`;
  // A setting, and not what was measured.
  if (size > 120_000 && size % 60_000 === 0) return `${sign}${formatLimit(size)}`;
  return `${sign}${size < 9_995 ? `${Number((size / 1_000).toFixed(2))} s` : formatDurationInWords(size)}`;
}
