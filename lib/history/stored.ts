/** How values are stored: whole milliseconds, and text that both databases can hold. */

export function whole(ms: number): number;
export function whole(ms: number | null): number | null;
export function whole(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}

/** PostgreSQL refuses U+0000, UTF-8 has no half characters: both are shown as what stands for them. */
export function storable(text: string): string {
  return text.includes('\0') || !text.isWellFormed() ? text.toWellFormed().replaceAll('\0', '␀') : text;
}

/** The same, and such that `exactOf` answers the very text again: for what is compared with what is in memory. */
export function exact(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Throws a SyntaxError for what `exact` has not written. */
export function exactOf(stored: string): string {
  return String(JSON.parse(`"${stored}"`));
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** So many rows fit into one statement of either database, whatever the table. */
const ROWS_A_STATEMENT = 500;

export function* inSteps<T>(rows: readonly T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    yield rows.slice(start, start + ROWS_A_STATEMENT);
  }
}

/** The last of each name stays: a statement may not write one row twice. */
export function lastOfEach<T>(rows: readonly T[], nameOf: (row: T) => string): T[] {
  return [...new Map(rows.map((row) => [nameOf(row), row])).values()];
}
