/** Alerts on their way to the pages: in rows, and as events of the stream. */
import { describe, expect, it } from 'vitest';
import { createLeaseBook } from '../../../lib/lease/book.ts';
import { sumTallies } from '../../../lib/lease/tally.ts';
import { EVERYONE } from '../../../lib/server/current-viewer.ts';
import { sumFeeds, unconfiguredFeed } from '../../../lib/server/feed-sum.ts';
import { createStreamHub } from '../../../lib/server/stream/hub.ts';
import { createPlacedRows } from '../../../lib/server/stream/placed-rows.ts';
import type { AlertMessage } from '../../../lib/view/alert.ts';
import type { PatchMessage } from '../../../lib/view/stream.ts';
import { fakeTime } from '../fake-timers.ts';
import { tracked } from '../leases/lease-builders.ts';
import { status } from '../status-builder.ts';
import { readStream } from '../stream/stream-client.ts';

function setUp() {
  const time = fakeTime();
  const lease = tracked({ name: 'a' });
  let ids: string[] = [];
  const book = createLeaseBook(
    {
      rowChanged: () => undefined,
      renewed: () => undefined,
      removed: () => undefined,
      handover: () => undefined,
    },
    { remembers: false, draw: () => 0 },
  );
  const rows = createPlacedRows(
    book,
    () => ({ ref: () => null, resolve: async () => null }),
    () => undefined,
    ({ name }) => (name === 'a' ? ids : []),
  );
  const hub = createStreamHub({
    instance: 'one',
    timers: time.timers,
    source: {
      all: () => [lease],
      row: rows.row,
      totals: () => sumTallies([]),
      status,
      feed: () => sumFeeds([unconfiguredFeed(null, time.now(), null)]),
      provenAt: () => [null],
      now: time.now,
    },
  });
  const open = async (names: string[]) => {
    const client = readStream(
      hub.open({ namespaces: [], names, sight: null }, null, new AbortController().signal, EVERYONE),
    );
    await time.settle();
    return client;
  };
  return {
    hub,
    time,
    lease,
    open,
    become(next: string[]) {
      ids = next;
    },
  };
}

describe('alerts on the stream', () => {
  it('go to every stream at once, whatever it is about', async () => {
    const { hub, open, time } = setUp();
    const streams = [await open([]), await open(['another'])];
    const message: AlertMessage = {
      alerts: [],
      more: 3,
      counts: { critical: 1, warning: 0, info: 0 },
      now: time.now(),
    };
    hub.alertsChanged(() => message);
    await time.settle();
    for (const stream of streams) expect(stream.of('alert')).toEqual([message]);
  });

  it('are named by the row, which goes out when they change and not else', async () => {
    const { hub, open, time, lease, become } = setUp();
    const stream = await open([]);
    await time.advance(1000);
    become(['vacant:x@1']);
    hub.rowChanged(lease);
    await time.advance(500);
    const rows = () => stream.of<PatchMessage>('patch').flatMap((patch) => patch.rows);
    expect(rows().map((row) => row.alerts)).toEqual([['vacant:x@1']]);
    hub.rowChanged(lease);
    await time.advance(500);
    expect(rows()).toHaveLength(1);
    become([]);
    hub.rowChanged(lease);
    await time.advance(500);
    expect(rows().map((row) => row.alerts)).toEqual([['vacant:x@1'], []]);
  });
});
