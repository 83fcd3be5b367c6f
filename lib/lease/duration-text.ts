/** Durations as people write them: "30s", "1h30m", "500ms", "1d". */

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const WHOLE = /^(?:\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h|d)){1,5}$/;
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;

/** In ms; null for what is none. A number alone is none: it does not say of what; only nothing is "0". */
export function parseDuration(text: string): number | null {
  if (text === '0') return 0;
  if (!WHOLE.test(text)) return null;
  let sumMs = 0;
  for (const [, number, unit] of text.matchAll(PART))
    sumMs += Number(number) * (UNITS[unit ?? ''] ?? Number.NaN);
  return Math.round(sumMs);
}

/** A text that is read as this many ms, a whole number: "1m30s". */
export function durationText(ms: number): string {
  if (ms === 0) return '0s';
  let leftMs = ms;
  let text = '';
  for (const [unit, unitMs] of Object.entries(UNITS).reverse()) {
    const number = Math.floor(leftMs / unitMs);
    if (number === 0) continue;
    text += `${number}${unit}`;
    leftMs -= number * unitMs;
  }
  return text;
}
