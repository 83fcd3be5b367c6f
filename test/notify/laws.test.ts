/** What holds whatever alerts do, however long a receiver is away, and whenever Tenure is started anew. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Alert, isTold } from '../../lib/alert/alert.ts';
import { isAtLeast, isWorse } from '../../lib/alert/severity.ts';
import { alertmanagerMessages, labelsOf } from '../../lib/notify/alertmanager.ts';
import type { Receiver } from '../../lib/notify/due.ts';
import type { Compose } from '../../lib/notify/message.ts';
import { surroundings } from './builders.ts';
import { type Hear, type Heard, play, worlds } from './world.ts';

const SLACK: Receiver = { id: 'slack', forgets: false, least: 'warning' };
const ALERTMANAGER: Receiver = { id: 'alertmanager/am:9093', forgets: true, least: 'warning' };
/** Few fit into a message, so that there are often several. */
const MOST = 3;

const plain =
  (hear: Hear): Compose =>
  (due, most, at) => {
    const count = Math.min(most, due.length, MOST);
    hear(due.slice(0, count), at);
    return { body: '', headers: {}, count };
  };

describe('people', () => {
  it('are told each state once: it fires, it got worse, it is over; and over only of what they were told', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const { heard } = await play(world, SLACK, plain);
        const last = new Map<string, Heard>();
        for (const one of heard) {
          const before = last.get(one.alert.id);
          if (one.tell === 'over') expect(before?.tell ?? one.why).toBe(before ? 'firing' : 'missed');
          else if (before?.tell === 'firing') expect(isWorse(one.severity, before.severity)).toBe(true);
          // Of what is over for good is never spoken again.
          expect(before?.alert.state).not.toBe('resolved');
          last.set(one.alert.id, one);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('know in the end all that is true, and nothing is lost', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const { heard, book } = await play(world, SLACK, plain);
        for (const alert of book.alerts()) {
          const last = heard.findLast((one) => one.alert.id === alert.id);
          const isBad = isAtLeast(alert.finding.severity, SLACK.least);
          if (isTold(alert) && isBad) {
            expect(last?.tell).toBe('firing');
            expect(last !== undefined && isWorse(alert.finding.severity, last.severity)).toBe(false);
          } else if (last !== undefined) expect(last.tell).toBe('over');
          else if (alert.state === 'resolved' && isBad)
            expect(alert.rootId ?? alert.silencedBy).not.toBeNull();
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are sent no more than there is to tell, and seldom anything while they are away', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const { requests, changes } = await play(world, SLACK, plain);
        const minutes = world.stretches.reduce((sum, { forMs }) => sum + forMs, 0) / 60_000;
        const starts = 1 + world.stretches.filter(({ restarts }) => restarts).length;
        expect(requests).toBeLessThanOrEqual(changes + 7 * starts + 1.5 * minutes);
      }),
      { numRuns: 150 },
    );
  });
});

/** As Alertmanager keeps alerts: by their labels, until their end. */
function alertmanager() {
  const ends = new Map<string, number>();
  return {
    compose:
      (hear: Hear): Compose =>
      (due, most, at) => {
        const message = alertmanagerMessages(surroundings())(due, Math.min(most, MOST), at);
        hear(due.slice(0, message.count), at);
        return message;
      },
    take(body: string): void {
      const posted: { labels: Record<string, string>; endsAt: string }[] = JSON.parse(body);
      for (const { labels, endsAt } of posted) ends.set(nameOf(labels), Date.parse(endsAt));
    },
    active: (now: number): string[] => [...ends].flatMap(([name, end]) => (end > now ? [name] : [])).sort(),
  };
}
const nameOf = (labels: Record<string, string>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join();
const isFor = (receiver: Receiver, alert: Alert): boolean =>
  isTold(alert) && isAtLeast(alert.finding.severity, receiver.least);

describe('Alertmanager', () => {
  it('has in the end what fires and nothing else, each with its severity', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const server = alertmanager();
        const { book, now } = await play(world, ALERTMANAGER, server.compose, server.take);
        const fires = book.alerts().filter((alert) => isFor(ALERTMANAGER, alert));
        const names = fires.map((alert) => nameOf(labelsOf(alert, alert.finding.severity, 'prod')));
        expect(server.active(now)).toEqual(names.sort());
      }),
      { numRuns: 150 },
    );
  });
});
