/** The election over a store that gives one session the lock: pauses, lost sessions and answers that come late. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createElection } from '../../lib/history/election.ts';
import { fakeTime } from '../server/fake-timers.ts';

const HANDOVER_MS = 10_000;

/** One store, whose lock is the session's that came first; the network takes `latencyMs` either way. */
function world() {
  const time = fakeTime();
  let holder: string | null = null;
  let sessions = 0;
  function replica(name: string) {
    let session: string | null = null;
    let isPaused = false;
    let isAway = false;
    let latencyMs = 0;
    /** What a paused process missed: it all comes at once when it goes on. */
    const missed: (() => void)[] = [];
    const resume = (run: () => void) => () => {
      if (isPaused) missed.push(run);
      else run();
    };
    const wait = (ms: number): Promise<void> =>
      new Promise((resolve) => time.timers.after(ms, resume(resolve)));
    const lose = (): void => {
      if (holder === session) holder = null;
      session = null;
    };
    const election = createElection({
      async ask() {
        const wasPaused = isPaused;
        await wait(latencyMs);
        if (isAway || wasPaused) throw new Error('away');
        if (session === null) {
          sessions += 1;
          session = `${name}${sessions}`;
        }
        holder ??= session;
        const answer = holder === session ? session : null;
        await wait(latencyMs);
        return answer;
      },
      timers: { after: (ms, run) => time.timers.after(ms, resume(run)) },
      now: time.now,
      changed: () => undefined,
    });
    election.start();
    return {
      name,
      election,
      lose,
      isPaused: () => isPaused,
      pause() {
        isPaused = true;
      },
      goOn() {
        isPaused = false;
        for (const run of missed.splice(0)) run();
      },
      away(next: boolean) {
        isAway = next;
        if (next) lose();
      },
      slow(ms: number) {
        latencyMs = ms;
      },
    };
  }
  return { time, replicas: [replica('a'), replica('b'), replica('c')] };
}

it('hands over within 10 s of the end of the session, and never before', async () => {
  const { time, replicas } = world();
  const senders = () => replicas.filter(({ election }) => election.term() !== null).map(({ name }) => name);
  await time.advance(2000);
  expect(senders()).toEqual([]);
  await time.advance(3000);
  expect(senders()).toEqual(['a']);
  replicas[0]?.away(true);
  await time.advance(1000);
  expect(senders()).toEqual([]);
  await time.advance(HANDOVER_MS - 1000);
  expect(senders()).toHaveLength(1);
  expect(senders()).not.toContain('a');
});

it('proves nothing any more after a pause in which another one took over', async () => {
  const { time, replicas } = world();
  await time.advance(5000);
  const [first] = replicas;
  const proved = first?.election.prove();
  await time.advance(10);
  expect(await proved).toBe(true);
  first?.pause();
  await time.advance(3000);
  first?.lose();
  await time.advance(HANDOVER_MS);
  first?.goOn();
  expect(first?.election.term()).toBeNull();
  expect(await first?.election.prove()).toBe(false);
});

type Step = { who: number; what: 'pause' | 'goOn' | 'lose' | 'away' | 'back' | 'slow' | 'fast'; ms: number };
const step: fc.Arbitrary<Step> = fc.record({
  who: fc.integer({ min: 0, max: 2 }),
  what: fc.constantFrom('pause', 'goOn', 'lose', 'away', 'back', 'slow', 'fast'),
  ms: fc.integer({ min: 0, max: 6000 }),
});

it('at any time at most one send is accepted, whatever happens; and at last there is one that sends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { time, replicas } = world();
      const accepted = (): string[] =>
        replicas
          .filter(({ election, isPaused }) => !isPaused() && election.term() !== null)
          .map(({ name }) => name);
      const pass = async (ms: number): Promise<void> => {
        for (let passed = 0; passed < ms; passed += 250) {
          await time.advance(Math.min(250, ms - passed));
          expect(accepted().length).toBeLessThanOrEqual(1);
        }
      };
      await pass(4000);
      for (const { who, what, ms } of steps) {
        const one = replicas[who];
        if (what === 'pause') one?.pause();
        else if (what === 'goOn') one?.goOn();
        else if (what === 'lose') one?.lose();
        else if (what === 'slow') one?.slow(900);
        else if (what === 'fast') one?.slow(0);
        else one?.away(what === 'away');
        expect(accepted().length).toBeLessThanOrEqual(1);
        await pass(ms);
      }
      for (const one of replicas) {
        one.slow(0);
        one.away(false);
        one.goOn();
      }
      await pass(HANDOVER_MS);
      expect(accepted()).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});
