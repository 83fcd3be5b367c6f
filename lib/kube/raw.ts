/** Reading JSON of unknown shape: what is not there, or of another type, is an empty object, list or null. */
export type Raw = Record<string, unknown>;

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function child(value: unknown, key: string): Raw {
  const found = isRaw(value) ? value[key] : undefined;
  return isRaw(found) ? found : {};
}

export function list(value: unknown, key: string): unknown[] {
  const found = isRaw(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
}

export function text(value: unknown, key: string): string | null {
  const found = isRaw(value) ? value[key] : undefined;
  return typeof found === 'string' && found !== '' ? found : null;
}

/** A whole number from 0. */
export function count(value: unknown, key: string): number | null {
  const found = isRaw(value) ? value[key] : undefined;
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0 ? found : null;
}
