/** Comma-separated values after RFC 4180, safe to open in a spreadsheet. */

export type Cell = string | number | boolean | null;

/** One line with its CRLF; null is an empty field. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * A spreadsheet runs text that begins with one of these as a formula, and a holder may call itself anything;
 * an apostrophe before it makes it text. Numbers stay numbers.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
