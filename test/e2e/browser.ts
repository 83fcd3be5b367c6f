/** Chromium, driven by playwright-core; pages as people have them: wide or narrow, light or dark. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { chromiumPath } from '../setup/requirements.ts';

/**
 * The panes of the address bar, which Chromium loads as pages for every window: 1.7 s of CPU beside the page that is
 * looked at, and nobody sees them here. Of several such lists the last counts: after these come those of playwright's own
 * that keep a browser silent and its pictures punctual.
 */
const SWITCHED_OFF = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
];
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  `--disable-features=${SWITCHED_OFF.join(',')}`,
];
const shots = join(import.meta.dirname, 'shots');

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const WIDTHS = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;
export type Width = keyof typeof WIDTHS;

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: ARGUMENTS, headless: true });
}

export type Look = { theme?: Theme; width?: Width };

/** A context of its own: its storage is empty. Fails the test on any error of the page. */
export async function openPage(
  browser: Browser,
  url: string,
  look: Look = {},
): Promise<{ page: Page; context: BrowserContext; errors: string[] }> {
  const context = await browser.newContext({
    viewport: WIDTHS[look.width ?? 'wide'],
    colorScheme: look.theme ?? 'light',
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const errors: string[] = [];
  // Workers and styles too, which the console may keep to itself.
  await page.exposeFunction('tellViolation', (what: string) =>
    errors.push(`content security policy: ${what}`),
  );
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
      Reflect.apply(Reflect.get(window, 'tellViolation'), null, [
        `${effectiveDirective} ${blockedURI} ${sample}`,
      ]),
    ),
  );
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // A refused stream and a failed poll are logged by the browser itself: that is what some tests make happen.
    if (message.type() === 'error' && !/Failed to load resource|net::ERR_/.test(message.text()))
      errors.push(message.text());
  });
  await page.goto(url);
  return { page, context, errors };
}

export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

/** An answer of a page that works; longer is a page that hangs, which only the test's own end would tell, without where. */
const ANSWERS_WITHIN_MS = 30_000;

/** What playwright itself waits for without end. Throws with `what` when the page does not answer. */
async function answered<T>(what: string, asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`the page did not answer: ${what}`)), ANSWERS_WITHIN_MS);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

/**
 * WCAG 2.2 AA, as the design promises; the message names each rule and the elements that break it. Asked in the page
 * itself, which has no frames of others, and for what is broken alone: less than half the time.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
  const { violations } = await answered('its accessibility', axe.analyze());
  const found = violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 5).map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`);
    return `${id}: ${help}\n  ${where.join('\n  ')}`;
  });
  expect(found).toEqual([]);
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(excess).toBe(0);
}

/**
 * The page has drawn itself for a width that is new to it: a picture of the frame before shows what nobody sees. Frames
 * and idle time are not promised to a page (a browser that lost its compositor gives none): it is looked at then as it is.
 */
async function laidOut(page: Page): Promise<void> {
  const drawn = page.evaluate(
    (most) =>
      new Promise<void>((resolve) => {
        setTimeout(resolve, most);
        requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => resolve())));
      }),
    2_000,
  );
  await answered('its layout', drawn);
}

/**
 * The page in every look: axe and a screenshot for each theme at 1440 and at 390; nothing may scroll
 * sideways. `name` is the page and its state.
 */
export async function inspect(page: Page, name: string): Promise<void> {
  for (const width of ['wide', 'narrow'] as const) {
    await answered('a new width', page.setViewportSize(WIDTHS[width]));
    await laidOut(page);
    for (const theme of THEMES) {
      await answered('a theme', page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' }));
      await shoot(page, `${name}-${WIDTHS[width].width}-${theme}`);
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    }
  }
  await page.setViewportSize(WIDTHS.wide);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}
