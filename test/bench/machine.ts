/** What the machine itself takes from whoever runs on it, so that a slow stretch of it is not taken for the product's. */
import { type Figure, note, round } from './report.ts';

const FOR_MS = 2_000;
/** Whoever does nothing but look at the clock sees it move in steps of less than a microsecond. */
const PAUSE_MS = 1;

/** What was loaded before is still compiled beside it for a while. */
const SETTLED_AFTER_MS = 1_000;

/** Beside nothing else of ours. */
export async function pauses(): Promise<Figure> {
  await new Promise((resolve) => setTimeout(resolve, SETTLED_AFTER_MS));
  const begun = performance.now();
  let longest = 0;
  let paused = 0;
  for (let last = begun; last - begun < FOR_MS; ) {
    const now = performance.now();
    if (now - last >= PAUSE_MS) {
      paused += now - last;
      longest = Math.max(longest, now - last);
    }
    last = now;
  }
  return note(
    'the machine by itself holds a process up for',
    `${round(longest)} ms at most, ${round((paused / FOR_MS) * 100)} % of the time in stretches over ${PAUSE_MS} ms`,
  );
}
