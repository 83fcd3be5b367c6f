import { expect, it } from 'vitest';
import { readHandoverTimes } from '../../lib/history/read-handovers.ts';
import { handover, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const MINUTE_MS = 60_000;

describeDatabases('when a Lease changed hands', (databases) => {
  it.each([9, 2])('is no first holder, and all since then, of more than %d too', async (mostRows) => {
    const database = await databases.open();
    const one = await replica(database);
    const at = (minutes: number) => START + minutes * MINUTE_MS;
    await one.write({
      handovers: [
        handover({ id: 'uid-1.1', at: at(5), cause: 'first', from: null }),
        handover({ id: 'uid-1.2', at: at(10) }),
        handover({ id: 'uid-1.3', at: at(20) }),
        handover({ id: 'uid-1.4', at: at(50) }),
        handover({ id: 'uid-1.5', at: at(70), cause: 'unseen', transitionsDelta: 2 }),
        handover({ id: 'uid-1.6', at: at(80), cause: 'release', to: null }),
        handover({ id: 'uid-2.1', name: 'new', leaseUid: 'uid-2', at: at(75), cause: 'first', from: null }),
      ],
    });
    const found = await readHandoverTimes(database.read, one.clusterId, at(15), mostRows);
    expect(found.map(({ name, times }) => [name, times])).toEqual([
      ['operator', [at(20), at(50), at(70), at(70)]],
    ]);
  });
});
