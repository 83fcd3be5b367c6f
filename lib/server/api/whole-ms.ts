/** For the wire: whole milliseconds, where the clock inside has fractions. Every number in `value` is rounded. */
export function wholeMs<T>(value: T): T {
  // What comes out has the shape of what went in: only numbers differ.
  return rounded(value) as T;
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
}
