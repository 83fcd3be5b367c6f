/** A run that ended when a release was kept and before the state of its Lease was. */
import { expect, it } from 'vitest';
import { readKnown } from '../../lib/history/read-known.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { lease, watchedBook } from '../lease/builders.ts';
import { handover, known, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const release = (over: Partial<Handover> = {}) =>
  handover({
    at: START + 1000,
    from: 'b',
    to: null,
    cause: 'release',
    vacantMs: null,
    transitionsDelta: 0,
    evidence: { releasedTransitions: 6 },
    ...over,
  });

describeDatabases('a release that the state of its Lease does not know of', (databases) => {
  async function knownAfter(...handovers: Handover[]) {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({ leases: [known()] });
    for (const row of handovers) await one.write({ handovers: [row] });
    return (await readKnown(database.read, one.clusterId, 'next')).leases;
  }

  it('is what somebody may follow', async () => {
    expect(await knownAfter(handover(), release({ id: 'uid-1.200' }))).toEqual([
      known({
        holder: null,
        transitions: 6,
        heldSince: null,
        heldSinceCertain: false,
        vacantSince: START + 1000,
        openHandover: release({ id: 'uid-1.200' }),
        seenAt: START + 1000,
      }),
    ]);
  });

  it.each([
    ['it was followed', [release({ to: 'c' })]],
    ['another row follows', [release(), handover({ id: 'uid-1.300', at: START + 9000, from: 'c', to: 'b' })]],
    ['it is of another object', [release({ leaseUid: 'uid-0' })]],
    ['it is of another holder', [release({ from: 'a' })]],
    ['the state is newer', [release({ at: START - 1 })]],
  ])('is not, where %s', async (_why, handovers) => {
    expect(await knownAfter(...handovers)).toEqual([known()]);
  });

  it.each([
    { meanwhile: 'nobody took it', transitions: 6 },
    { meanwhile: 'somebody took and released it', transitions: 8 },
  ])('and that was taken before it was joined is kept once, where $meanwhile', async ({ transitions }) => {
    const database = await databases.open();
    const one = await replica(database);
    const open = release({ id: 'uid-1.200', leaseUid: 'uid-1' });
    await one.write({
      handovers: [open],
      leases: [known({ holder: null, transitions: 6, openHandover: open })],
    });
    const [before] = (await readKnown(database.read, one.clusterId, 'next')).leases;
    const again = START + 60_000;
    const second = watchedBook(
      [
        lease({
          namespace: 'payments',
          name: 'operator',
          uid: 'uid-1',
          holder: '',
          durationSeconds: 1,
          transitions,
        }),
      ],
      { remembers: true, listedAt: again },
    );
    const taken = { holder: 'c', transitions: transitions + 1, writtenAt: again + 5000 };
    const spec = { namespace: 'payments', name: 'operator', uid: 'uid-1', ...taken };
    second.scope.changed(lease(spec), again + 5000, false);
    const kept = before === undefined ? [] : [before];
    second.book.join(0, {
      known: kept,
      watchedUntil: () => START + 2000,
      readAt: again + 9000,
      clocksApartMs: 5000,
    });
    for (const told of second.log.handovers) await one.write({ handovers: [told] });
    expect(await one.handovers()).toMatchObject([
      { from: 'b', to: 'c', at: again + 5000, transitionsDelta: transitions - 5 },
    ]);
  });
});
