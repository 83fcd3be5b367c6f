/** The contrasts that the design promises, read from the tokens themselves (WCAG 2.2, 1.4.3 and 1.4.11). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../../../app/globals.css', import.meta.url), 'utf8');
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

function written(token: string): string {
  const found = new RegExp(`--color-${token}:\\s*([^;]+);`).exec(css)?.[1];
  if (found === undefined) throw new Error(`no token ${token}`);
  const alias = /^var\(--color-([a-z0-9-]+)\)$/.exec(found)?.[1];
  return alias === undefined ? found : written(alias);
}

function colour(token: string, theme: Theme): string {
  const [, light, dark] = /^light-dark\(\s*(#\w+),\s*(#\w+)\s*\)$/.exec(written(token)) ?? [];
  const value = theme === 'light' ? light : dark;
  if (value === undefined) throw new Error(`token ${token} is no pair of colours`);
  return value;
}

function luminance(hex: string): number {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((one) => one + one).join('') : hex.slice(1);
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const SURFACES = ['bg', 'surface', 'sunken'];
const PAIRS: [ink: string, ground: string, least: number][] = [
  ...['text', 'text-2', 'text-3'].flatMap((text) =>
    [...SURFACES, 'late-bg', 'expired-bg', 'hover', 'unknown-bg'].map((ground): [string, string, number] => [
      text,
      ground,
      4.5,
    ]),
  ),
  ['late-text', 'late-bg', 4.5],
  ['late-text', 'surface', 4.5],
  ['expired-text', 'expired-bg', 4.5],
  ['expired-text', 'surface', 4.5],
  ['held-text', 'surface', 4.5],
  ['on-ink', 'ink', 4.5],
  ...['held', 'late', 'expired', 'released', 'unknown', 'control', 'focus'].map(
    (mark): [string, string, number] => [mark, 'surface', 3],
  ),
  ['late', 'late-bg', 3],
  ['expired', 'expired-bg', 3],
];

for (const theme of THEMES) {
  test.each(PAIRS)(`${theme}: %s on %s is at least %d to 1`, (ink, ground, least) => {
    expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(least);
  });
}
