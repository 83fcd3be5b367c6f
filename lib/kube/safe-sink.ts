/** A sink whose faults end neither the watch nor the process: they are logged, at most one in ten seconds. */
import type { LeaseSink } from '../lease/sink.ts';
import type { KubeLog } from './log.ts';

const LOG_EVERY_MS = 10_000;

export function safeSink(sink: LeaseSink, clock: { now(): number }, log: KubeLog): LeaseSink {
  let loggedAt = Number.NEGATIVE_INFINITY;
  let unlogged = 0;
  function failed(call: keyof LeaseSink, error: unknown): void {
    unlogged += 1;
    const now = clock.now();
    if (now - loggedAt < LOG_EVERY_MS) return;
    log.warn({ err: error, call, faults: unlogged }, 'judging a Lease failed; the watch goes on');
    loggedAt = now;
    unlogged = 0;
  }
  return {
    listStarted() {
      try {
        sink.listStarted();
      } catch (error) {
        failed('listStarted', error);
      }
    },
    listed(records, at) {
      try {
        sink.listed(records, at);
      } catch (error) {
        failed('listed', error);
      }
    },
    listDone(list) {
      try {
        sink.listDone(list);
      } catch (error) {
        failed('listDone', error);
      }
    },
    changed(record, at, backlog) {
      try {
        sink.changed(record, at, backlog);
      } catch (error) {
        failed('changed', error);
      }
    },
    deleted(record, at, backlog) {
      try {
        sink.deleted(record, at, backlog);
      } catch (error) {
        failed('deleted', error);
      }
    },
    serverClock(clockBounds) {
      try {
        sink.serverClock(clockBounds);
      } catch (error) {
        failed('serverClock', error);
      }
    },
    feed(feed) {
      try {
        sink.feed(feed);
      } catch (error) {
        failed('feed', error);
      }
    },
  };
}
