/** Time as the simulator knows it: true time, from which every process's clock is offset. */
export type Timer = { cancel(): void };

export type Timers = {
  /** True time, epoch ms with fractions; never steps. */
  now(): number;
  after(ms: number, run: () => void): Timer;
};

/** A MicroTime: UTC, always six fractional digits. Source: apimachinery meta/v1/micro_time.go. */
export function microTime(epochMs: number): string {
  const wholeMs = Math.floor(epochMs);
  const micros = Math.floor((epochMs - wholeMs) * 1000);
  return `${new Date(wholeMs).toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
}

let lastSecond = Number.NaN;
let lastSecondText = '';

/** A Time: whole seconds, rounded down. The last answer is kept, since thousands of writes share a second. */
export function secondTime(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastSecondText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  }
  return lastSecondText;
}
