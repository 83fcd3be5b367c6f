/** A run with a real store that watches all the while, and tells of a handover a second. */
import { handover, known } from './batch-builder.ts';
import { CLUSTER, type Recorder, recorder } from './recorder.ts';

/** `emptied`: how often its store turned out to know nothing of it. */
export type ToldRun = Recorder & { emptied: () => number; tell(id: number): Promise<void> };

/** Has told of handover 0, and of the Lease whose states never change after it. */
export async function startTold(url: string): Promise<ToldRun> {
  const one = recorder(url);
  let emptied = 0;
  one.history.onEmptied(() => {
    emptied += 1;
  });
  const since = one.now();
  const run: ToldRun = {
    ...one,
    emptied: () => emptied,
    async tell(id) {
      one.pass(1000);
      one.history.record({
        handovers: [handover({ id: `uid-1.${id}`, at: one.now() })],
        watched: [{ scope: null, from: since, to: one.now() }],
      });
      await one.history.flush();
    },
  };
  await one.history.open(CLUSTER);
  one.history.record({ leases: [known()] });
  await run.tell(0);
  return run;
}
