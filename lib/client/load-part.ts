/**
 * Parts of a page that are loaded when they are needed. One that cannot be had belongs to a Tenure that was exchanged for
 * another meanwhile, or Tenure is away; the bundler remembers which it was and asks no more. So the page is opened anew,
 * with all that its address says, and not before Tenure answers: until then it stays as it is.
 */
import { apiUrl } from './api-url.ts';

/**
 * A page that lacks a part so soon after it was opened would lack it again, unless Tenure was away. That is no reason
 * twice: to an address that has all its connections Tenure is away for as long as its pages hold them.
 */
const YOUNG_MS = 60_000;
const ASK_EVERY_MS = 2_000;

export type PartPage = {
  /** Resolves when Tenure answers: with whether it had been away. */
  answered(): Promise<boolean>;
  /** Since it was opened, ms. */
  age(): number;
  /** It was opened anew, and not by a link. */
  again(): boolean;
  reload(): void;
};

/** Rejects with what `load` says where a new page would not help; does not settle while the page goes. */
export async function loadPart<T>(load: () => Promise<T>, page: PartPage): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const wasAway = await page.answered();
    if (page.age() < YOUNG_MS && (!wasAway || page.again())) throw error;
    page.reload();
    return new Promise(() => undefined);
  }
}

export const browserPage: PartPage = {
  async answered() {
    for (let wasAway = false; ; wasAway = true) {
      if (await answers()) return wasAway;
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  },
  age: () => performance.now(),
  again: () => {
    const [opened] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return opened?.type === 'reload';
  },
  reload: () => window.location.reload(),
};

async function answers(): Promise<boolean> {
  return fetch(apiUrl('/api/v1/status')).then(
    (answer) => answer.ok,
    // Not reached: asked again.
    () => false,
  );
}
