/** Names with stars: `*` stands for any part, also for none. */

/** Whether a text is what `pattern` says; the answer takes linear time, whatever is written. */
export function patternOf(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = pattern.replace(/\*+/g, '*').split('*');
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  // Parts between stars in order, the first at the beginning and the last at the end.
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}
