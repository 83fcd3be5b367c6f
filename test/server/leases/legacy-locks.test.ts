import { describe, expect, it } from 'vitest';
import type { LegacyLockRecord, LegacyResource } from '../../../lib/kube/legacy-locks.ts';
import { createLegacyLocks, type LegacyLocksOptions } from '../../../lib/server/leases/legacy-locks.ts';
import { fakeTime } from '../fake-timers.ts';

const MINUTE = 60_000;
const LOCK: LegacyLockRecord = {
  namespace: 'apps',
  name: 'old',
  uid: 'u1',
  holder: 'old-0',
  durationSeconds: 15,
  renewTime: '2026-05-04T10:00:02Z',
  transitions: 3,
};

function setUp(over: Partial<LegacyLocksOptions> = {}) {
  const time = fakeTime();
  const asked: string[] = [];
  const there: Record<LegacyResource, LegacyLockRecord[]> = { configmaps: [LOCK], endpoints: [] };
  let live = true;
  const legacy = createLegacyLocks({
    async read(resource, namespace) {
      asked.push(`${resource} ${namespace ?? '*'}`);
      return { type: 'read', locks: there[resource] };
    },
    namespaces: [],
    permission: () => 'granted',
    isLive: () => live,
    now: time.now,
    random: () => 0.5,
    timers: time.timers,
    ...over,
  });
  legacy.start();
  return {
    time,
    asked,
    there,
    legacy,
    locks: () => [...legacy.locks()],
    become: (is: boolean) => (live = is),
  };
}

describe('legacy locks (§7)', () => {
  it('are read after the start, once more soon, and then every ten minutes', async () => {
    const { time, asked, locks } = setUp();
    await time.advance(19_000);
    expect(asked).toEqual([]);
    await time.advance(1000);
    expect(asked).toEqual(['configmaps *', 'endpoints *']);
    expect(locks()).toMatchObject([{ kind: 'ConfigMap', name: 'old', changedAt: null }]);
    await time.advance(MINUTE);
    expect(asked).toHaveLength(4);
    await time.advance(9 * MINUTE);
    expect(asked).toHaveLength(4);
    await time.advance(MINUTE);
    expect(asked).toHaveLength(6);
  });
  it('are renewed when they changed between two readings', async () => {
    const { time, there, locks } = setUp();
    await time.advance(20_000);
    const [first] = locks();
    there.configmaps = [{ ...LOCK, renewTime: '2026-05-04T10:01:02Z' }];
    await time.advance(MINUTE);
    expect(locks()).toMatchObject([
      { firstReadAt: first?.firstReadAt, changedAt: time.now(), readAt: time.now() },
    ]);
    await time.advance(10 * MINUTE);
    expect(locks()[0]?.changedAt).toBe(time.now() - 10 * MINUTE);
    // Another object of the same name begins anew.
    there.configmaps = [{ ...LOCK, uid: 'u2' }];
    await time.advance(10 * MINUTE);
    expect(locks()).toMatchObject([{ firstReadAt: time.now(), changedAt: null }]);
  });
  it('in each of the chosen namespaces', async () => {
    const { time, asked } = setUp({ namespaces: ['a', 'b'] });
    await time.advance(20_000);
    expect(asked).toEqual(['configmaps a', 'configmaps b', 'endpoints a', 'endpoints b']);
  });
  it('only with the right to, and nothing is known any more once it is taken away', async () => {
    let permission: 'granted' | 'denied' | 'unknown' = 'unknown';
    const { time, asked, locks } = setUp({ permission: () => permission });
    await time.advance(20 * MINUTE);
    expect(asked).toEqual([]);
    permission = 'granted';
    await time.advance(10 * MINUTE);
    expect(locks()).toHaveLength(1);
    permission = 'denied';
    await time.advance(10 * MINUTE);
    expect(locks()).toEqual([]);
  });
  it('only while the feed is live', async () => {
    const { time, asked, become } = setUp();
    become(false);
    await time.advance(5 * MINUTE);
    expect(asked).toEqual([]);
    become(true);
    await time.advance(MINUTE);
    expect(asked).toHaveLength(2);
  });
  it('stay as they were read when they cannot be read', async () => {
    let fails = false;
    const { time, locks } = setUp({
      read: async () => {
        if (fails) throw new Error('lost');
        return { type: 'read', locks: [LOCK] };
      },
    });
    await time.advance(20_000);
    const before = locks();
    fails = true;
    await time.advance(30 * MINUTE);
    expect(locks()).toEqual(before);
    expect(before).toHaveLength(2);
  });
  it('stop in the middle of their pages', async () => {
    let pages = 0;
    const { time, legacy } = setUp({
      async read(_, __, wait) {
        for (;;) {
          pages += 1;
          await wait(100);
        }
      },
    });
    await time.advance(20_500);
    legacy.stop();
    await time.advance(MINUTE);
    expect(pages).toBeLessThan(10);
    expect(time.pending()).toBe(0);
  });
});
