import { describe, expect, it } from 'vitest';
import type { Alert } from '../../lib/alert/alert.ts';
import type { Delivery } from '../../lib/alert/delivery.ts';
import type { Due } from '../../lib/notify/due.ts';
import { NotifyFailure } from '../../lib/notify/failure.ts';
import { createReceiver, type ReceiverState } from '../../lib/notify/receiver.ts';
import { about, firing, T0 } from '../alert/builders.ts';

const GONE = new NotifyFailure({ code: 'ECONNREFUSED', message: 'gone', hint: 'Start it.' });
const WRONG = new NotifyFailure({ code: 'http_400', message: 'wrong', hint: '' }, { isRefused: true });

function setUp({ forgets = false, most = 100 } = {}) {
  let now = T0;
  let alerts: Alert[] = [];
  let version = 0;
  let written: readonly Due[] = [];
  let answer: (due: readonly Due[]) => NotifyFailure | null = () => null;
  const sent: { at: number; names: string[] }[] = [];
  const kept: Delivery[] = [];
  const states: ReceiverState['state'][] = [];
  let requests = 0;
  let gate: ((signal: AbortSignal | undefined) => Promise<void>) | null = null;
  const receiver = createReceiver({
    receiver: { id: 'one', forgets, least: 'warning' },
    compose(due, atMost) {
      written = due.slice(0, Math.min(most, atMost));
      return { body: '', headers: {}, count: written.length };
    },
    maySend: async () => true,
    async send(_message, signal) {
      requests += 1;
      await gate?.(signal);
      const failure = answer(written);
      if (failure !== null) throw failure;
      const names = written.map(({ alert, tell }) => `${alert.finding.subject.name} ${tell}`);
      sent.push({ at: now - T0, names });
    },
    told: (deliveries) => kept.push(...deliveries),
    outcome: () => undefined,
    changed: ({ state }) => states.push(state),
    now: () => now,
    random: () => 0.5,
  });
  return {
    receiver,
    sent,
    kept,
    states,
    requests: () => requests,
    answers(next: typeof answer) {
      answer = next;
    },
    /** The next request is answered when it is said, if it is not cut before. */
    answersLate() {
      const asked = Promise.withResolvers<void>();
      const answered = Promise.withResolvers<void>();
      let isCut = false;
      gate = (signal) => {
        gate = null;
        asked.resolve();
        signal?.addEventListener('abort', () => {
          isCut = true;
          answered.reject(new Error('cut'));
        });
        return answered.promise;
      };
      return { asked: asked.promise, take: () => answered.resolve(), isCut: () => isCut };
    },
    become(...next: Alert[]) {
      alerts = next;
      version += 1;
    },
    async passes(ms: number, until?: Promise<void>) {
      for (const end = now + ms; now < end; ) {
        now += 1000;
        receiver.look(() => alerts, version);
        if (until === undefined) await receiver.settled();
      }
      await until;
    },
  };
}
const fires = (name: string, over: Partial<Alert> = {}) => firing(about(name, 'vacant'), over);
const over = (name: string, resolvedAt: number) => fires(name, { state: 'resolved', resolvedAt });
const later = (count: number) => Array.from({ length: count }, (_, index) => fires(`later${index}`));
const many = (count: number) => Array.from({ length: count }, (_, index) => fires(`n${index}`));

describe('a receiver', () => {
  it('is told together of what begins within two seconds', async () => {
    const { become, passes, sent } = setUp();
    become(fires('a'));
    await passes(2000);
    expect(sent).toEqual([]);
    become(fires('a'), fires('b'));
    await passes(1000);
    expect(sent).toEqual([{ at: 3000, names: ['a firing', 'b firing'] }]);
  });

  it('is left in peace for ten seconds after it was told', async () => {
    const { become, passes, sent } = setUp();
    become(fires('a'));
    await passes(3000);
    for (let second = 0; second < 60; second++) {
      become(...many(second + 1));
      await passes(1000);
    }
    expect(sent.map(({ at }) => at)).toEqual([3000, 13_000, 23_000, 33_000, 43_000, 53_000, 63_000]);
  });

  it('is told the rest of what does not fit at once', async () => {
    const { become, passes, sent } = setUp({ most: 40 });
    become(...many(100));
    await passes(10_000);
    expect(sent.map(({ at, names }) => [at, names.length])).toEqual([
      [3000, 40],
      [4000, 40],
      [5000, 20],
    ]);
  });

  it('hears after ten minutes away all that it missed, at once, and was asked for seldom', async () => {
    const { become, passes, sent, answers, requests, receiver, states } = setUp();
    answers(() => GONE);
    become(...many(50));
    await passes(300_000);
    expect(receiver.state()).toMatchObject({ state: 'failing', since: T0 + 3000, waiting: 50 });
    expect(receiver.state().error).toEqual({ code: 'ECONNREFUSED', message: 'gone', hint: 'Start it.' });
    become(
      ...many(20),
      ...many(50)
        .slice(20)
        .map(({ finding }) => over(finding.subject.name ?? '', T0 + 300_000)),
    );
    await passes(300_000);
    expect(requests()).toBeLessThanOrEqual(16);
    answers(() => null);
    await passes(61_000);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.names.filter((name) => name.endsWith('firing'))).toHaveLength(20);
    expect(sent[0]?.names.filter((name) => name.endsWith('over'))).toHaveLength(30);
    expect(receiver.state()).toMatchObject({ state: 'ok', error: null, waiting: 0 });
    expect(states).toEqual(['failing', 'ok']);
    await passes(300_000);
    expect(sent).toHaveLength(1);
  });

  it('that forgets has after ten minutes away all that fires then, and hears that the rest of what it knew is over', async () => {
    const { become, passes, sent, answers, requests } = setUp({ forgets: true });
    become(...many(30));
    await passes(5000);
    answers(() => GONE);
    // Ten of those that it knows are over, ten others came and went, ten more came and stay.
    const gone = many(40).slice(20);
    become(
      ...many(20),
      ...gone.map(({ finding }) => over(finding.subject.name ?? '', T0 + 60_000)),
      ...later(10),
    );
    const asked = requests();
    await passes(600_000);
    expect(requests() - asked).toBeLessThanOrEqual(16);
    answers(() => null);
    await passes(61_000);
    const [, back, ...others] = sent;
    expect(others).toEqual([]);
    expect(back?.names.filter((name) => name.endsWith('over'))).toHaveLength(10);
    expect(back?.names.filter((name) => name.endsWith('firing'))).toHaveLength(30);
  });

  it('is asked no sooner than it says', async () => {
    const { become, passes, answers, requests } = setUp();
    answers(() => new NotifyFailure({ code: 'http_429', message: '', hint: '' }, { retryAfterMs: 90_000 }));
    become(fires('a'));
    await passes(90_000);
    expect(requests()).toBe(1);
    await passes(10_000);
    expect(requests()).toBe(2);
  });

  it('gets all but the one alert that it does not take', async () => {
    const { become, passes, answers, sent, requests, receiver } = setUp();
    answers((due) => (due.some(({ alert }) => alert.finding.subject.name === 'n37') ? WRONG : null));
    become(...many(100));
    await passes(300_000);
    expect(new Set(sent.flatMap(({ names }) => names)).size).toBe(99);
    expect(sent.flatMap(({ names }) => names)).toHaveLength(99);
    expect(requests()).toBeLessThanOrEqual(25);
    expect(receiver.state().waiting).toBe(1);
    answers(() => null);
    await passes(600_000);
    expect(sent.at(-1)?.names).toEqual(['n37 firing']);
  });

  it('that forgets is told again each minute, and that is not kept', async () => {
    const { become, passes, sent, kept } = setUp({ forgets: true });
    become(fires('a'));
    await passes(200_000);
    expect(sent.length).toBeGreaterThanOrEqual(3);
    expect(sent.length).toBeLessThanOrEqual(4);
    expect(kept).toHaveLength(1);
  });

  it('is idle when what it could not be told is no more', async () => {
    const { become, passes, answers, receiver } = setUp();
    answers(() => GONE);
    become(fires('a'));
    await passes(5000);
    expect(receiver.state().state).toBe('failing');
    become(fires('a', { silencedBy: 's' }));
    await passes(5000);
    expect(receiver.state()).toMatchObject({ state: 'idle', waiting: 0 });
    expect(receiver.state().error?.code).toBe('ECONNREFUSED');
  });

  it('is not told to the end once another replica tells, and has not failed by that', async () => {
    const { become, passes, receiver, sent, states, answersLate } = setUp();
    const late = answersLate();
    become(fires('a'));
    await passes(3000, late.asked);
    expect(late.isCut()).toBe(false);
    receiver.rest();
    expect(late.isCut()).toBe(true);
    await receiver.settled();
    expect([sent, states]).toEqual([[], []]);
    // Back again it tells at once what nobody else told.
    await passes(3000);
    expect(sent.map(({ names }) => names)).toEqual([['a firing']]);
  });

  it('has been told what it takes after that', async () => {
    const { become, passes, receiver, kept, states, answersLate } = setUp();
    const late = answersLate();
    become(fires('a'));
    await passes(3000, late.asked);
    late.take();
    receiver.rest();
    await receiver.settled();
    expect(kept).toMatchObject([{ alertId: fires('a').id }]);
    expect(states).toEqual(['ok']);
  });

  it('is not told again what it was told by another run', async () => {
    const first = setUp();
    first.become(fires('a'));
    await first.passes(3000);
    const second = setUp();
    second.receiver.restore([...first.kept, { ...first.receiver.beginning(), receiver: 'another' }]);
    second.become(fires('a'), fires('b'));
    await second.passes(3000);
    expect(second.sent).toEqual([{ at: 3000, names: ['b firing'] }]);
  });
});
