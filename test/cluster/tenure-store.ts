/** Tenure as a process on a store, which tells what that store has kept. */
import type { Alert } from '../../lib/alert/alert.ts';
import type { HolderPlace } from '../../lib/history/history.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { run, until } from '../setup/process.ts';
import type { Span } from './kept-truth.ts';

export type KeptWhole = {
  handovers: Handover[];
  blind: Span[];
  /** What is no blind spot, since anything is kept. */
  watched: Span[];
  /** Of the holders of those handovers. */
  places: HolderPlace[];
};

export type TenureProcess = {
  /** Resolves when it watches and its store is open. */
  watches(): Promise<void>;
  /** Written before it is read. */
  kept(): Promise<KeptWhole>;
  /** Firing, pending and resolved. */
  alerts(): Promise<Alert[]>;
  /** SIGKILL. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

type Answers = Partial<KeptWhole> & { alerts?: Alert[]; state?: string; history?: string; failed?: string };

export async function startTenureProcess(
  kubeconfig: string,
  database: string,
  instance: string,
): Promise<TenureProcess> {
  const program = run(process.execPath, [
    new URL('./tenure-process.ts', import.meta.url).pathname,
    kubeconfig,
    database,
    instance,
  ]);
  await program.says(/"started"/);
  const ask = async (question: string): Promise<Answers> => {
    const before = program.output().length;
    program.write(question);
    const line = await until('an answer', () => {
      const said = program.output().slice(before);
      return said.includes('\n') ? said.slice(0, said.indexOf('\n')) : null;
    });
    return JSON.parse(line) as Answers;
  };
  const watches = async (): Promise<void> => {
    await until('Tenure to watch and keep', async () => {
      const { state, history } = await ask('state');
      return state === 'live' && history === 'ready' ? true : null;
    });
  };
  await watches();
  return {
    watches,
    async kept() {
      const { handovers, blind, watched, places, failed } = await ask('kept');
      if (handovers === undefined || blind === undefined || watched === undefined || places === undefined)
        throw new Error(failed ?? 'no answer of what is kept');
      return { handovers, blind, watched, places };
    },
    async alerts() {
      const { alerts, failed } = await ask('alerts');
      if (alerts === undefined) throw new Error(failed ?? 'no answer of alerts');
      return alerts;
    },
    async kill() {
      await program.stop('SIGKILL');
    },
    async stop() {
      await program.stop();
    },
  };
}
