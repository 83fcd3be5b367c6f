/** An answer that costs a look at every Lease is made once for all who ask at about the same time. */

/**
 * The same promise for `freshMs` after it was asked for; one that failed is no answer for others. `keyOf`: what is the
 * same object for all who may be given the same answer, and for nobody else. `versionOf`: what it was asked of; another
 * one needs an answer of its own.
 */
export function sharedAnswer<Asked extends object, Answer>(
  freshMs: number,
  make: (asked: Asked) => Promise<Answer>,
  {
    keyOf,
    now,
    versionOf = () => '',
  }: {
    keyOf: (asked: Asked) => object;
    now: (asked: Asked) => number;
    versionOf?: (asked: Asked) => string;
  },
): (asked: Asked) => Promise<Answer> {
  const answers = new WeakMap<object, { at: number; version: string; answer: Promise<Answer> }>();
  return (asked) => {
    const key = keyOf(asked);
    const at = now(asked);
    const version = versionOf(asked);
    const recent = answers.get(key);
    if (recent !== undefined && at - recent.at < freshMs && recent.version === version) return recent.answer;
    const answer = make(asked);
    answers.set(key, { at, version, answer });
    answer.catch(() => answers.delete(key));
    return answer;
  };
}
