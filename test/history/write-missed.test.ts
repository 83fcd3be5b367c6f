import { expect, it } from 'vitest';
import type { Handover } from '../../lib/lease/handover.ts';
import { handover, known, type Replica, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const LOST = [{ from: START + 10_000, to: START + 75_000 }];
/** Seconds after the first takeover. */
const at = (seconds: number): number => START + seconds * 1000;

const taken = (id: number, seconds: number, [from, to]: [string, string], transitionsAfter: number) =>
  handover({ id: `uid-1.${id}`, at: at(seconds), from, to, evidence: { transitionsAfter } });
const released = (id: number, seconds: number, from: string, releasedTransitions: number) =>
  handover({
    id: `uid-1.${id}`,
    at: at(seconds),
    from,
    to: null,
    cause: 'release',
    vacantMs: null,
    transitionsDelta: 0,
    evidence: { releasedTransitions, endedAt: at(seconds) },
  });
const vacant = (openHandover: Handover, transitions: number) =>
  known({
    holder: null,
    heldSince: null,
    vacantSince: openHandover.at,
    seenAt: openHandover.at,
    openHandover,
    transitions,
  });

/** The oldest first. */
async function told(one: Replica): Promise<string[]> {
  const rows = await one.handovers();
  return rows
    .reverse()
    .map(({ from, to, cause, at: when }) => `${(when - START) / 1000} ${from} ${to} ${cause}`);
}

describeDatabases('what was lost', (databases) => {
  it('tells who took over in it, once, and not where somebody else saw it', async () => {
    const database = await databases.open();
    const both = [await replica(database), await replica(database, 'two')] as const;
    const seen = taken(200, 60, ['b', 'c'], 6);
    const state = known({ holder: 'c', transitions: 6, heldSince: seen.at, seenAt: seen.at });
    await both[0].write({ handovers: [handover()], leases: [known()] });
    await both[0].write({ leases: [known({ durationMs: 9000, seenAt: at(5) })] }, LOST);
    expect(await both[0].handovers()).toHaveLength(1);
    for (const one of both) await one.write({ leases: [state] }, LOST);
    const [missed, ...others] = await both[0].handovers();
    expect(missed).toMatchObject({
      at: seen.at,
      from: 'b',
      to: 'c',
      cause: 'unseen',
      transitionsDelta: 1,
      evidence: { unwatchedFrom: LOST[0]?.from, unwatchedTo: LOST[0]?.to },
    });
    expect(others).toEqual([handover()]);
    await both[1].write({ handovers: [seen] });
    expect(await both[0].handovers()).toEqual([seen, handover()]);
    await both[0].write({ leases: [{ ...state, durationMs: 9000, seenAt: at(90) }] }, LOST);
    expect(await both[0].handovers()).toEqual([seen, handover()]);
  });

  it('tells nothing of a holder of before it, nor of one who held it before who is stored', async () => {
    const one = await replica(await databases.open());
    await one.write({ handovers: [handover()], leases: [known()] });
    await one.write({ leases: [known({ holder: 'c', heldSince: at(9), seenAt: at(9) })] }, LOST);
    await one.write({ handovers: [taken(300, 40, ['b', 'd'], 7)] });
    await one.write({ leases: [known({ holder: 'c', heldSince: at(30), seenAt: at(50) })] }, LOST);
    const open = released(200, 30, 'c', 6);
    await one.write({ leases: [vacant(open, 6)] }, LOST);
    expect(await told(one)).toEqual(['0 a b expiry', '40 b d expiry']);
  });

  it('tells nothing where what is told after it goes on with what is stored', async () => {
    const one = await replica(await databases.open());
    const open = released(200, 0, 'a', 5);
    await one.write({ handovers: [open], leases: [vacant(open, 5)] });
    const unseen = { cause: 'unseen', evidence: { unwatchedFrom: at(600), unwatchedTo: at(700) } } as const;
    await one.write({ handovers: [{ ...open, ...unseen, at: at(667), to: 'b' }] }, LOST);
    expect(await told(one)).toEqual(['667 a b unseen']);
  });

  it('tells who let go in it, and who held it until then', async () => {
    const one = await replica(await databases.open());
    await one.write({ handovers: [handover()], leases: [known()] });
    const open = released(200, 60, 'b', 5);
    await one.write({ leases: [vacant(open, 5)] }, LOST);
    expect(await one.handovers()).toEqual([open, handover()]);
    const other = { namespace: 'other' };
    await one.write({ handovers: [handover({ ...other, id: 'o' })], leases: [known(other)] });
    const later = { ...released(400, 60, 'c', 6), ...other };
    await one.write({ leases: [{ ...vacant(later, 6), ...other }] }, LOST);
    const rows = (await one.handovers()).filter(({ namespace }) => namespace === 'other');
    expect(rows.map(({ from, to }) => [from, to])).toContainEqual(['c', null]);
    expect(rows.map(({ from, to }) => [from, to])).toContainEqual(['b', 'c']);
  });

  it('tells who took over in it from whom nobody had followed, as the same handover', async () => {
    const one = await replica(await databases.open());
    const open = released(200, 0, 'a', 5);
    await one.write({ handovers: [open], leases: [vacant(open, 5)] });
    const state = known({ holder: 'b', transitions: 6, heldSince: at(60), seenAt: at(60) });
    await one.write({ leases: [state] }, LOST);
    expect(await one.handovers()).toMatchObject([
      {
        id: open.id,
        at: at(60),
        from: 'a',
        to: 'b',
        cause: 'unseen',
        transitionsDelta: 1,
        evidence: { endedAt: START, transitionsAfter: 6, unwatchedFrom: at(10), unwatchedTo: at(75) },
      },
    ]);
  });

  it('keeps of what waits what else was not seen, and that it was empty after that', async () => {
    const one = await replica(await databases.open());
    const waits = released(200, 0, 'a', 5);
    const earlier = { unwatchedFrom: at(2), unwatchedTo: at(6), emptyBy: at(6) };
    const open = { ...waits, evidence: { ...waits.evidence, ...earlier } };
    await one.write({ handovers: [open], leases: [vacant(open, 5)] });
    const state = known({ holder: 'b', transitions: 6, heldSince: at(60), seenAt: at(60) });
    await one.write({ leases: [state] }, LOST);
    const [missed] = await one.handovers();
    expect(missed?.evidence).toMatchObject({
      unwatchedFrom: at(2),
      unwatchedTo: at(75),
      watchedBetween: true,
      emptyFrom: at(6),
      emptyUntil: at(10),
    });
  });

  it('tells who held it until the next takeover, where that is told already', async () => {
    const one = await replica(await databases.open());
    await one.write({ handovers: [handover()], leases: [known()] });
    const state = known({ holder: 'e', transitions: 8, heldSince: at(700), seenAt: at(700) });
    // In parts, of which only the last brings the state.
    await one.write({ handovers: [taken(500, 667, ['c', 'd'], 7)] }, LOST);
    await one.write({ handovers: [taken(600, 700, ['d', 'e'], 8)], leases: [state] }, LOST);
    expect(await told(one)).toEqual(['0 a b expiry', '75 b c unseen', '667 c d expiry', '700 d e expiry']);
    expect((await one.handovers())[2]).toMatchObject({ transitionsDelta: 1 });
  });

  it('tells who held it between two takeovers by the same, by the counter', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({ handovers: [handover()], leases: [known()] });
    const state = known({ transitions: 7, heldSince: at(60), seenAt: at(60) });
    await one.write({ handovers: [taken(300, 60, ['c', 'b'], 7)], leases: [state] }, LOST);
    expect(await told(one)).toEqual(['0 a b expiry', '60 b c unseen', '60 c b expiry']);
    expect((await one.handovers())[1]).toMatchObject({ transitionsDelta: 1 });
    // Nor is a release by the same that release which nobody has followed.
    const two = await replica(database, 'two', ['uid:cluster-2']);
    const open = released(200, 0, 'a', 5);
    await two.write({ handovers: [open], leases: [vacant(open, 5)] });
    await two.write({ leases: [vacant(released(400, 60, 'a', 7), 7)] }, LOST);
    const rows = await two.handovers();
    const between = { id: open.id, from: 'a', to: 'a', cause: 'unseen', transitionsDelta: 2 };
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual(expect.objectContaining(between));
  });

  it('tells nothing between what is stored and the same, as another one saw more of it', async () => {
    const one = await replica(await databases.open());
    await one.write({ handovers: [handover()], leases: [known()] });
    const unseen = {
      cause: 'unseen',
      evidence: { transitionsAfter: 7, unwatchedFrom: at(20), unwatchedTo: at(60) },
    } as const;
    const more = handover({ ...unseen, id: 'uid-1.300', at: at(60), transitionsDelta: 3 });
    await one.write({ handovers: [more] }, LOST);
    expect((await told(one)).filter((row) => row.includes('b a'))).toEqual([]);
    // By a counter that coordinated election leaves as it is.
    const two = await replica(await databases.open());
    const elected = { transitionsDelta: 0, evidence: { transitionsBefore: 5, transitionsAfter: 5 } };
    await two.write({ handovers: [handover(elected)], leases: [known()] });
    await two.write({ handovers: [handover({ ...elected, id: 'uid-1.101', at: at(10) })] }, LOST);
    expect((await told(two)).filter((row) => row.includes('b a'))).toEqual([]);
  });

  it('tells it before a takeover of the same moment', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({ handovers: [handover()], leases: [known()] });
    await one.write({ handovers: [taken(500, 75, ['c', 'd'], 7)] }, LOST);
    const rows = database.read.selectFrom('handover').select(['at', 'cause']);
    expect(await rows.orderBy('at').orderBy('id').execute()).toEqual([
      { at: START, cause: 'expiry' },
      { at: at(75), cause: 'unseen' },
      { at: at(75), cause: 'expiry' },
    ]);
  });

  it('holds what others told of it by another name for the same', async () => {
    const database = await databases.open();
    const both = [await replica(database), await replica(database, 'two')] as const;
    await both[0].write({ handovers: [handover()], leases: [known()] });
    await both[1].write({ handovers: [taken(200, 60, ['b', 'c'], 6)] });
    await both[0].write({ handovers: [taken(201, 60.2, ['b', 'c'], 6)] }, LOST);
    expect((await told(both[0])).filter((one) => one.includes('unseen'))).toEqual([]);
    await both[1].write({ handovers: [released(300, 70, 'c', 6)] });
    const again = released(301, 70.2, 'c', 6);
    const before = await told(both[0]);
    await both[0].write({ leases: [vacant(again, 6)] }, LOST);
    expect(await told(both[0])).toEqual(before);
    await both[0].write({ handovers: [again] }, LOST);
    expect((await told(both[0])).filter((one) => one.includes('unseen'))).toEqual([]);
    const unseen = { cause: 'unseen', evidence: { unwatchedFrom: at(20), unwatchedTo: at(80) } } as const;
    await both[0].write({ handovers: [{ ...taken(400, 80, ['b', 'd'], 7), ...unseen }] }, LOST);
    expect((await told(both[0])).filter((one) => one.includes('unseen'))).toEqual(['80 b d unseen']);
  });

  it('begins where others who watched that namespace end, and no others', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const two = await replica(database, 'two');
    await one.write({ handovers: [handover()], leases: [known()] });
    const watched = (scope: string | null, seconds: number) => ({ scope, from: START, to: at(seconds) });
    const state = known({ holder: 'c', transitions: 6, heldSince: at(70), seenAt: at(70) });
    await two.write({ watched: [watched('other', 65), watched('payments', 40), watched(null, 30)] });
    await one.write({ leases: [state] }, LOST);
    expect((await one.handovers())[0]?.evidence).toMatchObject({ unwatchedFrom: at(40) });
  });
});
