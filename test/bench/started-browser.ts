import type { Browser } from 'playwright-core';
import { launch } from '../e2e/browser.ts';

/** A browser that people have open has long started; one that is starting works for seconds beside the page. */
const STARTED_AFTER_MS = 3_000;

export async function startedBrowser(): Promise<Browser> {
  const browser = await launch();
  await new Promise((resolve) => setTimeout(resolve, STARTED_AFTER_MS));
  return browser;
}
