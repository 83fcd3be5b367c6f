/** Random lives of alerts, a receiver that is away at random, and a clock that is turned by hand. */
import fc from 'fast-check';
import type { Alert } from '../../lib/alert/alert.ts';
import { type AlertBook, createAlertBook } from '../../lib/alert/alert-book.ts';
import type { Delivery } from '../../lib/alert/delivery.ts';
import { type Finding, SEVERITIES, type Severity } from '../../lib/detect/finding.ts';
import type { Due, Receiver } from '../../lib/notify/due.ts';
import { NotifyFailure } from '../../lib/notify/failure.ts';
import type { Compose } from '../../lib/notify/message.ts';
import { createReceiver } from '../../lib/notify/receiver.ts';
import { about, everywhere, T0 } from '../alert/builders.ts';

const TROUBLES: readonly Finding[] = [
  about('a', 'expired-but-held'),
  about('b', 'expired-but-held'),
  about('a', 'vacant'),
  about('a', 'flapping'),
  about('b', 'headroom-low'),
  everywhere('slow-renewals'),
  everywhere('tenure'),
];

export const worlds = fc.record({
  clearMs: fc.constantFrom(0, 10_000),
  stretches: fc.array(
    fc.record({
      forMs: fc.constantFrom(1000, 3000, 20_000, 90_000, 400_000),
      isAway: fc.boolean(),
      restarts: fc.boolean(),
      isSilenced: fc.boolean(),
      found: fc.array(fc.tuple(fc.nat(TROUBLES.length - 1), fc.constantFrom(...SEVERITIES)), {
        maxLength: 5,
      }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  seed: fc.nat(1000),
});
export type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

export type Heard = { at: number; alert: Alert; tell: Due['tell']; why: Due['why']; severity: Severity };
export type Played = { book: AlertBook; heard: Heard[]; requests: number; now: number; changes: number };
/** To be told of what a message holds. */
export type Hear = (due: readonly Due[], at: number) => void;

const TICK_MS = 1000;
/** In the end the receiver is there and what was found last stays, for as long as whatever waits may have to. */
const QUIET_MS = 200_000;

/** `compose`: makes the messages; `take`: what the receiver does with one that it gets. */
export async function play(
  world: World,
  receiver: Receiver,
  compose: (hear: Hear) => Compose,
  take: (body: string) => void = () => undefined,
): Promise<Played> {
  let now = T0;
  let isAway = false;
  let changes = 0;
  let requests = 0;
  const heard: Heard[] = [];
  let written: Heard[] = [];
  const kept = new Map<string, Delivery>();
  const book = createAlertBook({
    timesOf: () => ({ holdMs: 0, clearMs: world.clearMs }),
    rememberMs: 86_400_000,
    settled: () => true,
  });
  const composed = compose((due, at) => {
    written = due.map(({ alert, tell, why }) => ({ at, alert, tell, why, severity: alert.finding.severity }));
  });
  function begin() {
    const begun = createReceiver({
      receiver,
      compose: composed,
      maySend: async () => true,
      send: async ({ body }) => {
        requests += 1;
        if (isAway) throw new NotifyFailure({ code: 'ECONNREFUSED', message: 'away', hint: '' });
        heard.push(...written);
        take(body);
      },
      told: (deliveries) => {
        for (const one of deliveries) kept.set(one.alertId, one);
      },
      outcome: () => undefined,
      changed: () => undefined,
      now: () => now,
      random: () => (world.seed % 10) / 10,
    });
    begun.restore([...kept.values()]);
    if (!kept.has('')) kept.set('', begun.beginning());
    return begun;
  }
  const silence = {
    ...{ id: 's', matchers: [{ field: 'name' as const, value: 'a' }], author: 'a', comment: 'c' },
    ...{ from: 0, until: Number.MAX_SAFE_INTEGER },
  };
  let current = begin();
  const last = world.stretches.at(-1);
  const quiet = { isAway: false, restarts: false, forMs: QUIET_MS };
  for (const stretch of last === undefined ? [] : [...world.stretches, { ...last, ...quiet }]) {
    isAway = stretch.isAway;
    if (stretch.restarts) current = begin();
    changes += book.silence(stretch.isSilenced ? [silence] : [], now).length;
    const since = now;
    const found = stretch.found.flatMap(([index, severity]) => {
      const finding = TROUBLES[index];
      return finding === undefined ? [] : [{ ...finding, severity, since }];
    });
    for (const end = now + stretch.forMs; now < end; ) {
      now += TICK_MS;
      changes += book.found(found, now).length;
      current.look(book.alerts, changes);
      await current.settled();
    }
  }
  return { book, heard, requests, now, changes };
}
