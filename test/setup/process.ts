/** Programs that tests start: their output is kept for the error message, and none outlives its test. */
import { type ChildProcess, spawn } from 'node:child_process';

export type Program = {
  pid: number;
  output(): string;
  /** The first match in what it has said or will say; rejects when it ends before or says nothing in time. */
  says(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  write(line: string): void;
  /** How it ended: its code, or the name of the signal. */
  ended: Promise<number | NodeJS.Signals>;
  /** SIGTERM, SIGKILL when it has not ended within 10 s. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
};

export class ProgramError extends Error {
  readonly code = 'program_failed';
}

const running = new Set<ChildProcess>();
function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}
process.once('exit', killAll);
// A test worker is told to end, or loses its runner, when a run breaks off.
process.once('SIGTERM', killAll);
process.once('disconnect', killAll);

export function run(
  command: string,
  args: readonly string[],
  env: Record<string, string | undefined> = process.env,
): Program {
  const child = spawn(command, args, { env: env as NodeJS.ProcessEnv, stdio: ['pipe', 'pipe', 'pipe'] });
  const name = [command, ...args].join(' ');
  let output = '';
  const waiting = new Set<() => void>();
  running.add(child);
  const tell = (): void => {
    for (const check of [...waiting]) check();
  };
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-1_000_000);
    tell();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  // Writing to a program that has just ended is no fault of the writer: `ended` says it.
  child.stdin.on('error', () => undefined);
  let failure: string | null = null;
  child.on('error', (error) => {
    failure = `${name} could not be started: ${error.message}`;
    tell();
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('close', (code, signal) => {
      running.delete(child);
      failure ??= `${name} ended with ${code ?? signal}`;
      tell();
      resolve(code ?? signal ?? -1);
    });
  });
  return {
    pid: child.pid ?? -1,
    output: () => output,
    ended,
    write: (line) => void child.stdin.write(`${line}\n`),
    says: (pattern, withinMs = 30_000) =>
      new Promise((resolve, reject) => {
        const finish = (act: () => void): void => {
          clearTimeout(timer);
          waiting.delete(check);
          act();
        };
        const refuse = (why: string): void =>
          finish(() =>
            reject(new ProgramError(`${why}, before it said ${pattern}. It said:\n${output.slice(-4_000)}`)),
          );
        const check = (): void => {
          const match = pattern.exec(output);
          if (match !== null) finish(() => resolve(match));
          else if (failure !== null) refuse(failure);
        };
        const timer = setTimeout(() => refuse(`${name} took longer than ${withinMs} ms`), withinMs);
        waiting.add(check);
        check();
      }),
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      const how = await ended;
      clearTimeout(timer);
      return how;
    },
  };
}

/** Asks again and again until the answer is not null; the error says what was waited for and what came last. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null> | T | null,
  withinMs = 30_000,
  everyMs = 50,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  let last: unknown = null;
  while (performance.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== null) return answer;
      last = null;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  throw new ProgramError(`Waited ${withinMs} ms for ${what}.`, { cause: last });
}
