import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../lib/server/log.ts';
import { stopOnSignals } from '../../lib/server/shutdown.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubEnv('NEXT_MANUAL_SIG_HANDLE', 'true');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** What is done of a signal, whose runtime has stopped after so long. */
function signalled(signal: NodeJS.Signals, stopsAfterMs: number) {
  const handlers = new Map<string | symbol, (signal: NodeJS.Signals) => void>();
  vi.spyOn(process, 'on').mockImplementation((event, handler) => {
    handlers.set(event, handler);
    return process;
  });
  const exits = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as typeof process.exit);
  const lines: string[] = [];
  const given: number[][] = [];
  stopOnSignals(
    {
      stop(...times) {
        given.push(times);
        return new Promise((resolve) => setTimeout(resolve, stopsAfterMs));
      },
    },
    createLog('warn', { write: (line) => void lines.push(line) }),
  );
  handlers.get(signal)?.(signal);
  return { exits, lines, given };
}

test('what stops in time ends by itself, and all that has to fit in is said to it', async () => {
  const { exits, lines, given } = signalled('SIGTERM', 1000);
  expect(given).toEqual([[2000, 4500]]);
  await vi.advanceTimersByTimeAsync(1299);
  expect(exits).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(exits).toHaveBeenCalledWith(0);
  expect(lines).toEqual([]);
});

test('what hangs is ended before five seconds are over, and that it was is told', async () => {
  const { exits, lines, given } = signalled('SIGINT', 60_000);
  expect(given).toEqual([[0, 4500]]);
  await vi.advanceTimersByTimeAsync(4800);
  expect(exits).toHaveBeenCalledWith(0);
  expect(lines.join()).toContain('ended before all was closed');
});
