import { expect, it } from 'vitest';
import { insight } from '../../lib/history/insight.ts';
import { readHandovers, readHandoverTimes } from '../../lib/history/read-handovers.ts';
import { removeOld } from '../../lib/history/retention.ts';
import { EVERYTHING, handover, known, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const HOUR_MS = 3_600_000;
const LEASE = { namespace: 'payments', name: 'operator' };

describeDatabases('while what is old is being removed', (databases) => {
  it('nothing is told of it any more, however it is asked for', async () => {
    const database = await databases.open();
    const one = await replica(database);
    // Beside another cluster PostgreSQL counts what is there, not what it believes to be there.
    await replica(database, 'one', ['uid:other']);
    const begin = START - 9 * HOUR_MS;
    const old = Array.from({ length: 600 }, (_, index) =>
      handover({ id: `uid-1.${index}`, at: begin + index, cause: 'release' }),
    );
    const kept = [handover({ id: 'uid-2.1', at: START - 1 }), handover({ id: 'uid-2.2', at: START })];
    await one.write({
      handovers: [...old, ...kept],
      leases: [known({ firstSeenAt: begin })],
      watched: [{ scope: null, from: begin, to: START }],
    });
    const keep = { handoverDays: 90, renewalDays: 30, maxBytes: 1 };
    const rows = () => database.read.selectFrom('handover').select('id').execute();
    // The first step says what is kept, a later one removes a part of the rest.
    for (const left of [602, 102]) {
      while ((await rows()).length > left) await removeOld(database.write, one.clusterId, keep, START);
      if (left === 602) await removeOld(database.write, one.clusterId, keep, START);
      expect(await rows()).toHaveLength(left);
      const page = { limit: 1000, after: null };
      const keys = async (over: Partial<typeof EVERYTHING>, at = page) =>
        (await readHandovers(database.read, one.clusterId, { ...EVERYTHING, ...over }, at)).map(
          ({ id }) => id,
        );
      expect(await keys({})).toEqual(['uid-2.2', 'uid-2.1']);
      expect(await keys({ names: ['operator'] })).toEqual(['uid-2.2', 'uid-2.1']);
      expect(await keys({ holders: ['a'] })).toEqual(['uid-2.2', 'uid-2.1']);
      expect(await keys({ causes: ['release'] })).toEqual([]);
      expect(await keys({ to: START - HOUR_MS })).toEqual([]);
      const after = { at: START - 1, id: 'uid-2.1' };
      const next = await readHandovers(database.read, one.clusterId, EVERYTHING, { limit: 9, after });
      expect(next).toEqual([]);
      for (const mostRows of [1000, 1]) {
        const times = await readHandoverTimes(database.read, one.clusterId, begin, mostRows);
        expect(times.map((one) => one.times)).toEqual([[START - 1, START]]);
      }
      const range = { from: begin, to: START, now: START, watching: [], expiredSince: null };
      const found = await insight(database.read, one.clusterId, LEASE, range);
      expect(found.handovers).toMatchObject({ release: 0, expiry: 2 });
      expect(found.vacantAfterRelease).toBeNull();
    }
  });
});
