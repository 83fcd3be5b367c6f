import { expect, test } from 'vitest';
import {
  type History,
  HistoryError,
  type HistoryReads,
  type Watching,
} from '../../../lib/history/history.ts';
import { askWhole } from '../../../lib/server/kept/ask-history.ts';
import { blindSpots, leaseInsight, timeline, timelineOverview } from '../../../lib/server/kept/timeline.ts';
import type { HistoryStatus } from '../../../lib/view/status.ts';
import { insight } from '../../view/lease-builders.ts';
import { noHistory } from '../no-history.ts';

const NOW = 1_800_000_000_000;
const WATCHED: Watching = [{ scope: null, from: NOW - 60_000, to: NOW }];
const DISK_FULL = { code: 'history_disk_full', message: 'The disk is full.', hint: '' };

/** `after`: how the store is once it was told to write what waits. */
function setUp(before: HistoryStatus['state'], after = before) {
  const asked: Watching[] = [];
  let state = before;
  const none = noHistory();
  const told =
    <T>(answer: T) =>
    async ({ watching }: { watching: Watching }): Promise<T> => {
      asked.push(watching);
      return answer;
    };
  const reads: HistoryReads = {
    ...none.reads,
    timeline: async (question) => told({ json: new Uint8Array(), after: null })(question),
    overview: async () => ({ slotMs: 1, handovers: [] }),
    blindSpots: told([]),
    insight: async (_, range) => told(insight())(range),
  };
  const history: History = {
    ...none,
    status: () => ({ ...none.status(), state, error: state === 'failing' ? DISK_FULL : null }),
    async flush() {
      state = after;
    },
    reads,
  };
  const runtime = {
    ...{ history, isKept: false, now: () => NOW, watching: () => WATCHED, silent: () => [] },
    ...{ lease: () => undefined, isLive: () => true },
  };
  const range = { from: undefined, to: undefined };
  return {
    runtime,
    /** As what they were told is being watched, of every call that says what was not. */
    async watching() {
      const page = { points: undefined, limit: undefined, cursor: undefined };
      await timeline(runtime, { ...range, ...FILTER, ...page });
      await timelineOverview(runtime, { ...range, ...FILTER, slots: undefined });
      await blindSpots(runtime, range);
      await leaseInsight(runtime, { namespace: 'apps', name: 'lock' }, range);
      return asked;
    },
  };
}
const FILTER = { namespace: [], name: [], class: [], q: undefined, moved: undefined };

test('while the store is written what is watched right now is watched', async () => {
  expect(await setUp('ready').watching()).toEqual(Array(4).fill(WATCHED));
});

test.each([
  ['failing', 'failing'],
  ['ready', 'failing'],
] as const)('time that is not written is not said to be watched: %s, then %s', async (before, after) => {
  expect(await setUp(before, after).watching()).toEqual(Array(4).fill([]));
});

test('what has to be whole is not told of a store that can be read alone', async () => {
  const ask = (runtime: Parameters<typeof askWhole>[0]) => askWhole(runtime, async () => 'told');
  expect(await ask(setUp('ready').runtime)).toBe('told');
  await expect(ask(setUp('ready', 'failing').runtime)).rejects.toMatchObject({
    code: 'not_ready',
    message: 'What happened last is not in the history: The disk is full.',
  });
  // Of another cluster all is written there.
  expect(await ask({ ...setUp('failing').runtime, isKept: true })).toBe('told');
  const gone = async () => {
    throw new HistoryError(DISK_FULL);
  };
  await expect(askWhole(setUp('failing').runtime, gone)).rejects.toMatchObject({ code: 'not_ready' });
});
