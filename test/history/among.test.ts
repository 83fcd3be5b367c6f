/** What is answered about some namespaces is what is answered where only these were ever watched. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blindSpots } from '../../lib/history/blind-spots.ts';
import type { Batch } from '../../lib/history/history.ts';
import type { OpenDatabase } from '../../lib/history/open-database.ts';
import { overview } from '../../lib/history/overview.ts';
import { readHandovers } from '../../lib/history/read-handovers.ts';
import { timelineJson } from '../../lib/history/timeline.ts';
import { createHolderReader } from '../../lib/history/timeline-holders.ts';
import { EVERYTHING, handover, known, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const MINUTE = 60_000;
const NAMESPACES = ['a', 'b', 'c'];
const range = { from: START, to: START + 60 * MINUTE };

const event = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  name: fc.constantFrom('x', 'y'),
  minute: fc.integer({ min: 0, max: 59 }),
});
const stretch = fc.record({
  scope: fc.constantFrom(null, ...NAMESPACES),
  from: fc.integer({ min: 0, max: 59 }),
  minutes: fc.integer({ min: 1, max: 30 }),
});

function batch(
  events: { namespace: string; name: string; minute: number }[],
  stretches: { scope: string | null; from: number; minutes: number }[],
  sees: (namespace: string) => boolean,
): Partial<Batch> {
  const of = events.map((one, index) => ({ ...one, id: `${index}` })).filter((one) => sees(one.namespace));
  return {
    leases: of.map(({ namespace, name }) =>
      known({ namespace, name, uid: `${namespace}-${name}`, seenAt: range.to }),
    ),
    handovers: of.map(({ namespace, name, minute, id }) =>
      handover({ id, namespace, name, leaseUid: `${namespace}-${name}`, at: START + minute * MINUTE }),
    ),
    watched: stretches
      .filter(({ scope }) => scope === null || sees(scope))
      .map(({ scope, from, minutes }) => ({
        ...{ scope, from: START + from * MINUTE, to: START + (from + minutes) * MINUTE },
      })),
    slow: sees('a') && sees('b') && sees('c') ? [{ minute: START, late: 9, of: 10 }] : [],
  };
}

async function answers(database: OpenDatabase, clusterId: number, among: string[] | null) {
  const filter = { namespaces: [], names: [], classes: [], q: null, moved: false, among };
  const question = { ...filter, ...range, now: range.to, watching: [], points: 100, limit: 3, after: null };
  const { json, after } = await timelineJson(database.read, clusterId, question, createHolderReader());
  return {
    handovers: await readHandovers(
      database.read,
      clusterId,
      { ...EVERYTHING, among },
      { limit: 100, after: null },
    ),
    timeline: { after, ...JSON.parse(new TextDecoder().decode(json)) },
    overview: await overview(database.read, clusterId, filter, { ...range, slots: 10 }),
    blindSpots: await blindSpots(database.read, clusterId, { ...range, watching: [], among }),
  };
}

describeDatabases('an answer about some namespaces', (databases) => {
  it('is that of a history of these alone', async () => {
    const database = await databases.open();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(NAMESPACES),
        fc.array(event, { maxLength: 12 }),
        fc.array(stretch, { maxLength: 6 }),
        async (among, events, stretches) => {
          run += 1;
          const whole = await replica(database, 'one', [`uid:whole-${run}`]);
          const part = await replica(database, 'one', [`uid:part-${run}`]);
          await whole.write(batch(events, stretches, () => true));
          await part.write(batch(events, stretches, (namespace) => among.includes(namespace)));
          const seen = await answers(database, whole.clusterId, among);
          expect(seen).toEqual({
            ...(await answers(database, part.clusterId, null)),
            // The one that watched these alone counted what was slow among them.
            timeline: { ...(await answers(database, part.clusterId, null)).timeline, slow: [] },
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('does not say where a holder runs whose Pod is in another namespace', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const place = { podName: 'p', podUid: 'u', ownerKind: null, ownerName: null, resolvedAt: START };
    await one.write({
      ...batch([{ namespace: 'a', name: 'x', minute: 3 }], [], () => true),
      places: [
        { ...place, identity: 'a', podNamespace: 'a', node: 'own' },
        { ...place, identity: 'b', podNamespace: 'b', node: 'other' },
      ],
    });
    const nodes = async (among: string[] | null) =>
      JSON.stringify((await answers(database, one.clusterId, among)).timeline).match(/own|other/g);
    expect(await nodes(null)).toEqual(['own', 'other']);
    expect(await nodes(['a'])).toEqual(['own']);
  });

  it('of none is empty, whatever else is asked for', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write(batch([{ namespace: 'a', name: 'x', minute: 3 }], [], () => true));
    const { handovers, timeline, overview: counted } = await answers(database, one.clusterId, []);
    expect(handovers).toEqual([]);
    expect(timeline).toMatchObject({ items: [], total: 0, blindSpots: [] });
    expect(counted.handovers.every((count) => count === 0)).toBe(true);
    const asked = { ...EVERYTHING, namespaces: ['a'], among: ['b'] };
    expect(await readHandovers(database.read, one.clusterId, asked, { limit: 9, after: null })).toEqual([]);
  });
});
