/** An answer that costs a look at every Lease is made once for all who ask at about the same time. */
import type { Timers } from '../timers.ts';

/**
 * The same promise for `freshMs` after it was asked for, and kept no longer; one that failed is no answer for others.
 * `keyOf`: what is the same object for all who may be given the same answer, and for nobody else. `versionOf`: what it
 * was asked of; another one needs an answer of its own.
 */
export function sharedAnswer<Asked extends object, Answer>(
  freshMs: number,
  make: (asked: Asked) => Promise<Answer>,
  {
    keyOf,
    timers,
    versionOf = () => '',
  }: {
    keyOf: (asked: Asked) => object;
    timers: (asked: Asked) => Pick<Timers, 'after'>;
    versionOf?: (asked: Asked) => string;
  },
): (asked: Asked) => Promise<Answer> {
  const answers = new WeakMap<object, { version: string; answer: Promise<Answer> }>();
  return (asked) => {
    const key = keyOf(asked);
    const version = versionOf(asked);
    const recent = answers.get(key);
    if (recent?.version === version) return recent.answer;
    const made = { version, answer: make(asked) };
    const forget = (): void => {
      if (answers.get(key) === made) answers.delete(key);
    };
    answers.set(key, made);
    timers(asked).after(freshMs, forget);
    made.answer.catch(forget);
    return made.answer;
  };
}
