import type { Browser } from 'playwright-core';
import { launch } from '../e2e/browser.ts';

/** A browser that people have open has long started; one that is starting works for seconds beside the page. */
const STARTED_AFTER_MS = 3_000;
/** And it has shown a page, for which it read its fonts and got hold of what it draws with. */
const ANY_PAGE = '<p style="font-family: sans-serif">A page</p><pre>like any <b>other</b></pre>';

export async function startedBrowser(): Promise<Browser> {
  const browser = await launch();
  const page = await browser.newPage();
  await page.setContent(ANY_PAGE);
  await page.close();
  await new Promise((resolve) => setTimeout(resolve, STARTED_AFTER_MS));
  return browser;
}
