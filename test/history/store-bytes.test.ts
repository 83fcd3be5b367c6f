import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../lib/history/open-database.ts';
import { storeBytes } from '../../lib/history/store-bytes.ts';
import { storePlace } from '../../lib/history/store-url.ts';
import { lacksPostgres, startPostgres } from '../setup/postgres.ts';
import { handover, replica, START } from './batch-builder.ts';

const ROWS = 1000;
/** What a row with its indexes takes, with the least of its sums. */
const ROW_BYTES = 900;

describe.skipIf(lacksPostgres !== null)('the size of what is kept on a server', () => {
  it('is known after a crash, and falls with what is removed then', async () => {
    const server = await startPostgres();
    try {
      const place = storePlace(await server.createDatabase());
      const before = await openDatabase(place, () => undefined);
      const one = await replica(before);
      await one.write({
        handovers: Array.from({ length: ROWS }, (_, index) =>
          handover({ id: `uid-1.${index}`, at: START + index }),
        ),
      });
      await sql`analyze`.execute(before.write);
      await before.close();
      await server.stop('immediate');
      await server.start();
      const after = await openDatabase(place, () => undefined);
      try {
        const whole = await storeBytes(after.read, one.clusterId);
        expect(whole).toBeGreaterThanOrEqual(ROWS * ROW_BYTES);
        expect(whole).toBeLessThan(2 * ROWS * ROW_BYTES);
        await after.write.connection().execute(async (same) => {
          await same
            .deleteFrom('handover')
            .where('at', '>=', START + ROWS / 2)
            .execute();
          // Else the server counts what is gone within a second or so.
          await sql`select pg_stat_force_next_flush()`.execute(same);
        });
        expect(await storeBytes(after.read, one.clusterId)).toBe(whole - (ROWS / 2) * ROW_BYTES);
      } finally {
        await after.close();
      }
    } finally {
      await server.end();
    }
  });
});
