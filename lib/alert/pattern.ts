/** Names with stars: `*` stands for any part, also for none. */

/** Parts between stars in order, the first at the beginning and the last at the end; linear, whatever is written. */
export function fits(actual: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return actual === first;
  if (!actual.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = actual.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return actual.length - last.length >= at && actual.endsWith(last);
}
