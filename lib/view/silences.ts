/** Silences as `/api/v1/silences` takes and answers them. Epoch ms. Exact names: `docs/api.md` ("Silences"). */
import type { Matcher } from '../alert/silence.ts';

/** In force from `from` until `until`; one that was ended early has the moment at which it was. */
export type SilenceView = {
  id: string;
  /** All of them have to match; there is at least one. */
  matchers: Matcher[];
  from: number;
  until: number;
  /** Who made it, by their own word; empty where they did not say. */
  author: string;
  comment: string;
};

/** `GET`: those in force, the one that ends last first; then those that are over, the newest end first. */
export type SilencesAnswer = { asOf: number; items: SilenceView[]; nextCursor: string | null };

/** `POST`: in force from now on. Answered with the whole one. A refusal names the field in `parameter`. */
export type NewSilence = Pick<SilenceView, 'matchers' | 'until' | 'author' | 'comment'>;

/** None begins in the future: one that seems to was just made, for a page's own clock only moves once a second. */
export function isInForce({ until }: Pick<SilenceView, 'until'>, now: number): boolean {
  return now < until;
}
