/**
 * What really happened, from the elector's record of every accepted write in the API server's order, and the
 * handovers that follow from it. Independent of the product's own judging on purpose.
 */
export type Write = {
  event: 'ADDED' | 'MODIFIED' | 'DELETED';
  lease: string;
  uid: string;
  resourceVersion: string;
  holder: string;
  /** Null where it has none. */
  transitions: number | null;
  renewTime: string | null;
  /** When the recorder's watch gave it, epoch ms. */
  at: number;
};

export type Truth = {
  writes: Map<string, Write[]>;
  actions: { do: string; lease: string; at: number }[];
  /** The recorder lost sight of some writes: nothing can be held against this record. */
  holes: number;
  /** When the electors had begun, epoch ms. */
  startedAt: number | null;
};

export type Expected = {
  from: string | null;
  to: string;
  /** More than one where the whole seconds of server stamps cannot tell. */
  causes: string[];
  /** What the counter rose by; null where it was another object's. */
  counted: number | null;
  /** When the recorder saw the write that ended the tenure before, and the taking one, epoch ms. */
  endedAt: number;
  at: number;
};

/** Reads the record; a last line still being written is left out. */
export function parseTruth(text: string): Truth {
  const truth: Truth = { writes: new Map(), actions: [], holes: 0, startedAt: null };
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    if (line === '') continue;
    const entry = JSON.parse(line) as Record<string, string | number> & { type: string; at: number };
    if (entry.type === 'hole') truth.holes += 1;
    else if (entry.type === 'start') truth.startedAt = entry.at;
    else if (entry.type === 'action')
      truth.actions.push({ do: String(entry.do), lease: String(entry.lease), at: entry.at });
    else if (entry.type === 'write') {
      const write: Write = {
        event: entry.event as Write['event'],
        lease: String(entry.lease),
        uid: String(entry.uid),
        resourceVersion: String(entry.resourceVersion),
        holder: String(entry.holder),
        transitions: entry.transitions === undefined ? null : Number(entry.transitions),
        renewTime: entry.renewTime === undefined ? null : String(entry.renewTime),
        at: entry.at,
      };
      const of = truth.writes.get(write.lease) ?? [];
      of.push(write);
      truth.writes.set(write.lease, of);
    }
  }
  return truth;
}

/** The writes up to and with the one of this version; null when the record has not got there yet. */
export function upTo(writes: readonly Write[], resourceVersion: string): Write[] | null {
  const last = writes.findIndex((write) => write.resourceVersion === resourceVersion);
  return last < 0 ? null : writes.slice(0, last + 1);
}

/** Server stamps are whole seconds, and the recorder's own times are late by a little. */
const GRAIN_MS = 1_250;

/** Taken before or after the duration was over, as far as either way of measuring the silence can tell. */
function takenCauses(silences: readonly number[], durationMs: number): string[] {
  const causes = new Set<string>();
  for (const silentMs of silences) {
    if (silentMs < durationMs) causes.add('early');
    if (silentMs >= durationMs - GRAIN_MS) causes.add('expiry');
  }
  return [...causes];
}

/** What client-go leaves as the duration when it releases (leaderelection.go, `release`). */
const RELEASED_DURATION_MS = 1_000;

/** The completed handovers of one election of this duration, in order. */
export function expectedHandovers(writes: readonly Write[], durationMs: number): Expected[] {
  const expected: Expected[] = [];
  /** Who held it last, and how that ended. */
  let last: string | null = null;
  let ended: 'release' | 'deletion' | null = null;
  let endedAt = 0;
  /** The counter as of the last takeover. */
  let counter: number | null = null;
  let before: Write | null = null;
  let renewedAt = 0;
  let observedAt = 0;
  /** What the Lease says: who waits goes by that and not by its own setting (leaderelection.go, `isLeaseValid`). */
  let writtenMs = durationMs;
  for (const write of writes) {
    if (write.event === 'DELETED') {
      if (ended === null) endedAt = write.at;
      ended = 'deletion';
      before = null;
      continue;
    }
    const recreated = ended === 'deletion' || (before !== null && before.uid !== write.uid);
    const changed = before === null || before.uid !== write.uid || before.holder !== write.holder;
    const { at } = write;
    if (changed && write.holder !== '') {
      const causes = (): string[] => {
        if (last === null) return ['first'];
        if (recreated) return ['recreated'];
        if (ended === 'release') return ['release'];
        return takenCauses([at - renewedAt, at - observedAt], writtenMs);
      };
      const risen = counter === null || write.transitions === null ? null : write.transitions - counter;
      expected.push({
        ...{ from: last, to: write.holder, causes: causes() },
        ...{ counted: recreated ? null : risen, endedAt: ended === null ? at : endedAt, at },
      });
      counter = write.transitions;
      last = write.holder;
      ended = null;
    } else if (changed && before !== null && before.holder !== '' && !recreated) {
      ended = 'release';
      endedAt = at;
    }
    // An elector writes all of it; an edit of the holder by hand leaves the duration, too, as it was.
    if (before?.uid !== write.uid || before.renewTime !== write.renewTime)
      writtenMs = write.holder === '' ? RELEASED_DURATION_MS : durationMs;
    if (before?.renewTime !== write.renewTime) renewedAt = write.at;
    if (before?.renewTime !== write.renewTime || before.holder !== write.holder) observedAt = write.at;
    before = write;
  }
  return expected;
}
