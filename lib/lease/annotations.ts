/**
 * What the annotations of a Lease say to Tenure: how its team wants it judged. Of all annotations only these are kept,
 * decoded and bounded; what cannot be read is ignored, and a sentence says why.
 */
import { parseDuration } from './duration-text.ts';
import { parseTimeMs } from './micro-time.ts';
import type { LeaseClass } from './record.ts';
import { UNSEEN } from './unseen.ts';

const PREFIX = 'tenure.dev/';
export const ANNOTATIONS = ['expected-interval', 'silence-until', 'class'] as const;
type Annotation = (typeof ANNOTATIONS)[number];

/** Heartbeats of nodes and identities of API servers are the cluster's own: no annotation makes or unmakes one. */
export const ANNOTATED_CLASSES = [
  'control-plane',
  'controller',
  'csi',
  'sharded',
  'virtual-ip',
  'component-heartbeat',
] as const satisfies readonly LeaseClass[];

/** A silence that is further ahead silences nothing yet: forgotten, it would last for ever. */
export const MOST_SILENCE_MS = 30 * 86_400_000;

const LEAST_INTERVAL_MS = 1000;
const MOST_INTERVAL_MS = 3_600_000;
const LONGEST_VALUE = 60;
const MOST_FAULTS = 3;

export type LeaseAnnotations = {
  /** The gap between renewals that its team expects, ms. */
  expectedIntervalMs: number | null;
  /** Epoch ms. */
  silenceUntil: number | null;
  class: (typeof ANNOTATED_CLASSES)[number] | null;
  /** Why something of it is ignored; a sentence each. */
  faults: readonly string[];
};

/** `annotations` as the API has them, `found`: what the Lease is without. Null when it has none of these. Total. */
export function readAnnotations(annotations: unknown, found: LeaseClass): LeaseAnnotations | null {
  if (typeof annotations !== 'object' || annotations === null) return null;
  let read: (LeaseAnnotations & { faults: string[] }) | null = null;
  for (const [key, value] of Object.entries(annotations)) {
    if (!key.startsWith(PREFIX)) continue;
    read ??= { expectedIntervalMs: null, silenceUntil: null, class: null, faults: [] };
    const fault = readOne(read, key.slice(PREFIX.length), value, found);
    if (fault !== null && read.faults.length < MOST_FAULTS) read.faults.push(`${shown(key)}: ${fault}.`);
  }
  return read;
}

export function sameAnnotations(a: LeaseAnnotations | null, b: LeaseAnnotations | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.expectedIntervalMs === b.expectedIntervalMs &&
    a.silenceUntil === b.silenceUntil &&
    a.class === b.class &&
    a.faults.length === b.faults.length &&
    a.faults.every((fault, index) => fault === b.faults[index])
  );
}

/** Whether no alert about it is to be told at `now`, epoch ms. */
export function isSilenced(annotations: LeaseAnnotations | null, now: number): boolean {
  const until = annotations?.silenceUntil ?? null;
  return until !== null && now < until && until - now <= MOST_SILENCE_MS;
}

/** Takes in one; answers why not. */
function readOne(into: LeaseAnnotations, name: string, value: unknown, found: LeaseClass): string | null {
  const known: Annotation | undefined = ANNOTATIONS.find((one) => one === name);
  if (known === undefined) return `there is no such annotation; there are ${ANNOTATIONS.join(', ')}`;
  const text = typeof value === 'string' ? value.trim() : '';
  switch (known) {
    case 'expected-interval': {
      const ms = parseDuration(text);
      if (ms === null || ms < LEAST_INTERVAL_MS || ms > MOST_INTERVAL_MS)
        return `${shown(text)} is not an interval; give 1s to 1h, such as 30s`;
      into.expectedIntervalMs = ms;
      return null;
    }
    case 'silence-until': {
      const at = text.length > LONGEST_VALUE ? null : parseTimeMs(text);
      if (at === null) return `${shown(text)} is not a time; give one such as 2026-12-01T08:00:00Z`;
      into.silenceUntil = Math.round(at);
      return null;
    }
    case 'class': {
      const wanted = ANNOTATED_CLASSES.find((one) => one === text);
      if (wanted === undefined)
        return `${shown(text)} is not a class that can be given; give one of ${ANNOTATED_CLASSES.join(', ')}`;
      if (found === 'node-heartbeat' || found === 'apiserver')
        return `this Lease is the cluster’s own (${found})`;
      into.class = wanted;
      return null;
    }
  }
}

/** In quotes, short, and without what cannot be seen. The replacing leaves nothing of a long text in memory. */
function shown(text: string): string {
  const short = text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
  return `“${short.toWellFormed().replace(UNSEEN, '?')}”`;
}
