/**
 * What the API server said of somebody, kept for as long as it may stand: half a minute, so that a right that went is
 * noticed within it, and a page with its calls asks once. Each question is under way once at a time.
 */
import { RECHECK_MS } from '../stream/stream-rechecks.ts';

/** So old, it is answered at once and asked anew behind it. */
export const SOON_MS = 10_000;
/** So old, it no longer stands. */
export const STANDS_MS = 30_000;
/** What a stream is told when it asks again: no older than this, so that its own interval is what counts. */
const RECHECKED_MS = 5_000;
/** How long the API server may take not to answer (`TIMEOUT_MS` of the reader). */
const UNANSWERED_MS = 5_000;
/**
 * What a stream is told where the API server does not answer: no older than this, so that it has asked once more, and
 * was not answered again, before that no longer stands.
 */
export const RECALLED_MS = STANDS_MS - RECHECK_MS - UNANSWERED_MS;

export type Answers<In, Out> = {
  /** At most `STANDS_MS` old. Rejects with what `ask` rejects with, once nothing stands any more. */
  get(key: string, input: In): Promise<Out>;
  /** For a stream: asked anew unless that was a moment ago, at most `RECALLED_MS` old. */
  recheck(key: string, input: In): Promise<Out>;
  knows(key: string): boolean;
  /** For who comes anew: what was said a while ago is asked as if it never had been. */
  renew(key: string): void;
};

export type AnswersOptions<In, Out> = {
  /** `before`: what it answered last, while that is remembered. */
  ask: (input: In, before: Out | null) => Promise<Out>;
  /** Told of what was rejected while an older answer stood. */
  onFailure: (error: unknown) => void;
  /** What is not remembered any longer, whatever its age. */
  drops: (error: unknown) => boolean;
  /** Beyond so many keys the one that was asked for longest ago is forgotten. */
  most: number;
  /** ms of a clock that never steps. */
  now: () => number;
};

export function createAnswers<In, Out>(options: AnswersOptions<In, Out>): Answers<In, Out> {
  const { most, now } = options;
  const kept = new Map<string, { answer: Out; at: number }>();
  const asking = new Map<string, Promise<Out>>();

  function recall(key: string): { answer: Out; at: number } | null {
    const found = kept.get(key);
    if (found === undefined) return null;
    // A Map keeps its order of insertion: what is asked for becomes the newest.
    kept.delete(key);
    kept.set(key, found);
    return found;
  }

  function ask(key: string, input: In): Promise<Out> {
    const underWay = asking.get(key);
    if (underWay !== undefined) return underWay;
    const at = now();
    const asked = options
      .ask(input, kept.get(key)?.answer ?? null)
      .then(
        (answer) => {
          kept.delete(key);
          kept.set(key, { answer, at });
          const [oldest] = kept.keys();
          if (kept.size > most && oldest !== undefined) kept.delete(oldest);
          return answer;
        },
        (error: unknown) => {
          if (options.drops(error)) kept.delete(key);
          throw error;
        },
      )
      .finally(() => asking.delete(key));
    asking.set(key, asked);
    return asked;
  }

  /** What may be told to a stream when the question fails for want of an answer. */
  async function askOrRecall(key: string, input: In): Promise<Out> {
    try {
      return await ask(key, input);
    } catch (error) {
      const known = kept.get(key);
      if (known === undefined || now() - known.at > RECALLED_MS) throw error;
      options.onFailure(error);
      return known.answer;
    }
  }

  return {
    async get(key, input) {
      const known = recall(key);
      const ageMs = known === null ? Number.POSITIVE_INFINITY : now() - known.at;
      if (known === null || ageMs > STANDS_MS) return ask(key, input);
      if (ageMs > SOON_MS) ask(key, input).catch(options.onFailure);
      return known.answer;
    },
    async recheck(key, input) {
      const known = recall(key);
      if (known !== null && now() - known.at <= RECHECKED_MS) return known.answer;
      return askOrRecall(key, input);
    },
    knows: (key) => kept.has(key),
    renew(key) {
      const known = kept.get(key);
      if (known !== undefined && now() - known.at > SOON_MS) kept.delete(key);
    },
  };
}
