/** A paged list told to the sink and the feed, up to but not including that it is done. */
import type { LeaseSink } from '../lease/sink.ts';
import { type Listed, type ListOptions, listPages } from './list.ts';
import type { FeedKeeper } from './scope-feed.ts';

/** `at`: when its last page came, epoch ms. */
export async function listInto(
  told: { sink: LeaseSink; feed: FeedKeeper },
  options: Omit<ListOptions, 'onPage'>,
): Promise<Listed & { at: number }> {
  const { sink, feed } = told;
  let done: number | null = null;
  let at = 0;
  const listed = await listPages({
    ...options,
    onPage(page) {
      // Not before the first page: a list that is refused has not begun.
      if (done === null) {
        feed.to('syncing');
        sink.listStarted();
      }
      at = page.at;
      done = (done ?? 0) + page.records.length;
      sink.listed(page.records, page.at);
      feed.progress(done, page.total);
    },
  });
  return { ...listed, at };
}
