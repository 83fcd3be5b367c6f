/** Whether a Lease of this name can exist at all: names as the API server validates them (AM validation). */

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const NAMESPACE = new RegExp(`^${LABEL}$`);
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/** What is wrong and what would be right; null for a name that can exist. */
export function malformedName(namespace: string, name: string): string | null {
  if (namespace.length > 63 || !NAMESPACE.test(namespace)) {
    return 'A namespace is at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.';
  }
  if (name.length > 253 || !NAME.test(name)) {
    return 'The name of a Lease is at most 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part.';
  }
  return null;
}
