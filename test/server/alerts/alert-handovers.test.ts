import { describe, expect, it } from 'vitest';
import { createAlertHandovers, handoversSince } from '../../../lib/server/alerts/alert-handovers.ts';
import { handover } from '../kept/handover-builder.ts';
import { noHistory } from '../no-history.ts';

const HOUR = 3_600_000;
const LEASE = { namespace: handover().namespace, name: handover().name };

describe('handovers of the last hour', () => {
  it('are those of the Lease, oldest first, in whatever order they come', () => {
    const handovers = createAlertHandovers();
    for (const at of [3000, 1000, 2000]) handovers.add(handover({ id: `h${at}`, at }));
    handovers.add(handover({ id: 'other', name: 'other' }));
    expect(handovers.of(LEASE).map(({ at }) => at)).toEqual([1000, 2000, 3000]);
    expect(handovers.of({ namespace: 'none', name: 'none' })).toEqual([]);
  });

  it('count when somebody took over, and once', () => {
    const handovers = createAlertHandovers();
    handovers.add(handover({ id: 'open', to: null, cause: 'release', at: 1000 }));
    handovers.add(handover({ id: 'first', cause: 'first', at: 1500 }));
    expect(handovers.of(LEASE)).toEqual([]);
    handovers.add(handover({ id: 'open', cause: 'release', at: 2000 }));
    handovers.add(handover({ id: 'open', cause: 'unseen', at: 2000 }));
    expect(handovers.of(LEASE)).toMatchObject([{ id: 'open', cause: 'unseen', at: 2000 }]);
  });

  it('are forgotten', () => {
    const handovers = createAlertHandovers();
    for (const at of [1000, 2000]) handovers.add(handover({ id: `h${at}`, at }));
    handovers.forget(HOUR + 1000);
    expect(handovers.of(LEASE).map(({ at }) => at)).toEqual([2000]);
    handovers.forget(2 * HOUR);
    expect(handovers.of(LEASE)).toEqual([]);
  });

  it('are the last thousand of one that flaps without end', () => {
    const handovers = createAlertHandovers();
    for (let at = 1; at <= 1500; at++) handovers.add(handover({ id: `h${at}`, at }));
    expect(handovers.of(LEASE)).toHaveLength(1000);
    expect(handovers.of(LEASE)[0]?.at).toBe(501);
  });
});

describe('handovers of the run before', () => {
  it('are those that are kept of the time asked for', async () => {
    const asked: unknown[] = [];
    const handovers = async (filter: unknown) => {
      asked.push(filter);
      return [handover()];
    };
    expect(await handoversSince({ handovers }, 1, 2)).toEqual([handover()]);
    expect(asked).toMatchObject([{ from: 1, to: 2, namespaces: [] }]);
  });
  it('are not said to be none where nothing can be read', async () =>
    await expect(handoversSince(noHistory().reads, 1, 2)).rejects.toThrow());
});
