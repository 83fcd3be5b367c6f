/** An answer that costs a look at every Lease is made once for all who ask at about the same time. */

/**
 * The same promise for `freshMs` after it was asked for; one that failed is no answer for others. `keyOf`: what is the
 * same object for all who may be given the same answer, and for nobody else.
 */
export function sharedAnswer<Asked extends object, Answer>(
  freshMs: number,
  make: (asked: Asked) => Promise<Answer>,
  { keyOf, now }: { keyOf: (asked: Asked) => object; now: (asked: Asked) => number },
): (asked: Asked) => Promise<Answer> {
  const answers = new WeakMap<object, { at: number; answer: Promise<Answer> }>();
  return (asked) => {
    const key = keyOf(asked);
    const at = now(asked);
    const recent = answers.get(key);
    if (recent !== undefined && at - recent.at < freshMs) return recent.answer;
    const answer = make(asked);
    answers.set(key, { at, answer });
    answer.catch(() => answers.delete(key));
    return answer;
  };
}
