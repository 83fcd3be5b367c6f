/** The colours of an incident's file, light and dark: those of the pages (`app/globals.css`), by the same names. */
export const PALETTE = {
  bg: ['#f5f6f4', '#0e1110'],
  surface: ['#ffffff', '#141817'],
  sunken: ['#eceeeb', '#1f2523'],
  line: ['#e4e7e3', '#252b29'],
  'line-strong': ['#c9cfca', '#39413e'],
  text: ['#171b19', '#e6eae8'],
  'text-2': ['#4b5450', '#a9b2ae'],
  'text-3': ['#5f6864', '#8b9591'],
  held: ['#6c8a7b', '#76978a'],
  late: ['#c07a00', '#e0a23a'],
  'late-text': ['#8a5200', '#f0b95a'],
  'late-bg': ['#fdf5e2', '#271f0f'],
  expired: ['#cf2f28', '#ea5550'],
  'expired-text': ['#b3231d', '#ff8d86'],
  'on-expired': ['#ffffff', '#1a0605'],
  unknown: ['#7d8682', '#7f8985'],
  info: ['#5f6864', '#8b9591'],
  'holder-1': ['#404a7d', '#3c89df'],
  'holder-2': ['#b880c4', '#dd9ff2'],
  'holder-3': ['#47787c', '#52aeb5'],
  'holder-4': ['#708def', '#3961b1'],
  'holder-5': ['#7849a8', '#8a5c80'],
  'holder-6': ['#133857', '#a797de'],
  'holder-7': ['#a556a8', '#6580b0'],
  'holder-8': ['#296668', '#9dc7c9'],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

/** For a picture inside of the file: it changes with the theme. */
export function colour(token: string): string {
  return `var(--${token})`;
}

/** The tokens of one theme, as declarations of a style sheet. */
export function declarations(theme: 'light' | 'dark'): string {
  const place = theme === 'light' ? 0 : 1;
  return Object.entries(PALETTE)
    .map(([token, colours]) => `--${token}:${colours[place]}`)
    .join(';');
}
