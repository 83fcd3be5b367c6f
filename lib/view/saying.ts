/** What a sentence about a Lease's state is made of, and what it is made from. */
import type { LeaseState } from '../lease/state.ts';
import { holderLabel } from './board-holder.ts';
import type { TimeZone } from './format.ts';
import type { LeaseRow } from './lease-row.ts';

/** An identity is set in the monospaced face, and a lead in the colour of the tone. */
export type Phrase = { type: 'lead' | 'text' | 'identity'; text: string };
export type Tone = 'held' | 'late' | 'expired' | 'vacant' | 'released' | 'unknown';
export type Saying = {
  tone: Tone;
  /** The state in a word or two, for the window's title and for announcing a change. */
  word: string;
  phrases: Phrase[];
  certain: string[];
  likely: string[];
  notKnown: string[];
};

export type SayingInput = {
  row: LeaseRow;
  state: LeaseState;
  /** The last state known, where `state` is unknown because nothing can be judged. */
  was: LeaseState | null;
  now: number;
  zone: TimeZone;
  /** Who has been silent since when, while nothing can be judged: the API server, or Tenure to the browser. */
  stale: { since: number; silent: 'the API server' | 'Tenure' } | null;
  /** When the Lease was deleted, as far as known, and that it was. */
  gone: { at: number | null } | null;
};

export const text = (value: string): Phrase => ({ type: 'text', text: value });
export const lead = (value: string): Phrase => ({ type: 'lead', text: value });
export const identity = (value: string): Phrase => ({ type: 'identity', text: value });

/** The Pod or Node where it was found, else the identity without its process's suffix. */
export function holderName(row: Pick<LeaseRow, 'holder' | 'holderRef'>): string {
  return holderLabel(row)?.shown ?? 'nobody';
}
