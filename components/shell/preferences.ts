/**
 * Choices of this browser, kept in cookies so that the first HTML has them: no flash and no inline script.
 * Theme: without a cookie the page follows the system. Zone: see `components/ui/time-zone.tsx`.
 */
import { cookiePath } from '../../lib/client/api-url.ts';
import type { TimeZone } from '../../lib/view/format.ts';

export const THEME_COOKIE = 'tenure-theme';
export const ZONE_COOKIE = 'tenure-zone';
/** Set for a day where somebody has read that anybody may see everything: it is said again tomorrow. */
export const NOTICE_COOKIE = 'tenure-open-read';
const DAY_SECONDS = 24 * 3600;
const YEAR_SECONDS = 365 * 24 * 3600;

export type Theme = 'light' | 'dark';

export function themeOf(value: string | undefined): Theme | null {
  return value === 'light' || value === 'dark' ? value : null;
}

export function zoneOf(value: string | undefined): TimeZone {
  return value === 'local' ? 'local' : 'utc';
}

/** Null removes it. */
export function keepChoice(cookie: string, value: string | null): void {
  keep(cookie, value ?? '', value === null ? 0 : YEAR_SECONDS);
}

export function hideNotice(): void {
  keep(NOTICE_COOKIE, '1', DAY_SECONDS);
}

function keep(cookie: string, value: string, age: number): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API exists only in secure contexts.
  document.cookie = `${cookie}=${value}; path=${cookiePath()}; max-age=${age}; samesite=lax`;
}
