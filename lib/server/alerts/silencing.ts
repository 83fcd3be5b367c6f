/**
 * The silences that there are: made and ended by people, kept by the store where there is one, and read again every
 * few seconds, since another replica may have made some.
 */
import type { Silence } from '../../alert/silence.ts';
import type { NewSilence } from '../../view/silences.ts';
import { ApiError, invalidParameter } from '../api/api-error.ts';
import { currentViewer } from '../current-viewer.ts';
import { isSeenSilence } from '../seen/seen-silences.ts';
import type { Timers } from '../timers.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** One that is over is shown for so long. */
const SHOWN_MS = DAY_MS;
const LONGEST_MS = 366 * DAY_MS;
/** In force at once: each is looked at for each alert that fires. */
const MOST = 200;
/**
 * Of those so many about the namespaces of a viewer who sees some only, so that no such one uses up all. Counted by what
 * a silence is about, for its author is by their own word; and whoever has no room left sees what to end for it.
 */
const MOST_SEEN = 50;
/** Of those that are over so many are shown: a script may make and end one a second. */
const MOST_OVER = 1000;
const READ_EVERY_MS = 5000;

/** Rejects where it cannot be read just now. */
export type SilenceStore = {
  record(silences: Silence[]): void;
  /** Those that ended after `since` or have not, epoch ms. */
  read(since: number): Promise<Silence[]>;
};

export type SilencingOptions = {
  store: SilenceStore;
  /** From now on these are in force, or have been. */
  apply: (silences: readonly Silence[]) => void;
  newId: () => string;
  now: () => number;
  timers: Pick<Timers, 'every'>;
};
export type Silencing = ReturnType<typeof createSilencing>;

export function createSilencing({ store, apply, newId, now, timers }: SilencingOptions) {
  let silences = new Map<string, Silence>();
  let stop = (): void => undefined;

  const inForce = (): Silence[] => [...silences.values()].filter(({ until }) => until > now());

  function refuseTooMany(): void {
    const { sight } = currentViewer();
    const all = inForce();
    const refused = (which: string): ApiError =>
      new ApiError('too_many_requests', `There are ${which}; end some first.`);
    if (sight !== null && all.filter((silence) => isSeenSilence(silence, sight)).length >= MOST_SEEN)
      throw refused(`${MOST_SEEN} silences in force about namespaces that you may see`);
    if (all.length >= MOST) throw refused(`${MOST} silences in force`);
  }

  function put(silence: Silence): void {
    silences.set(silence.id, silence);
    forget();
    apply([...silences.values()]);
    store.record([silence]);
  }

  function forget(): void {
    const shownFrom = now() - SHOWN_MS;
    silences = new Map([...silences].filter(([, { until }]) => until > shownFrom));
    if (silences.size <= MOST_OVER) return;
    const over = [...silences.values()].filter(({ until }) => until <= now());
    for (const { id } of over.sort((a, b) => b.until - a.until).slice(MOST_OVER)) silences.delete(id);
  }

  /** Joins what is kept to what is known here: a silence only ever becomes shorter. */
  async function read(): Promise<void> {
    const kept = await store.read(Math.round(now()) - SHOWN_MS);
    let changed = false;
    for (const silence of kept) {
      const known = silences.get(silence.id);
      if (known !== undefined && known.until <= silence.until) continue;
      silences.set(silence.id, silence);
      changed = true;
    }
    forget();
    if (changed) apply([...silences.values()]);
  }

  return {
    /** Resolves once what is kept is in force; rejects where it cannot be read. */
    read,
    /** `failed` is told each time it could not be read again. */
    start(failed: (error: unknown) => void): void {
      stop = timers.every(READ_EVERY_MS, () => void read().catch(failed));
    },
    stop: (): void => stop(),
    /** In force, the one that ends last first; then those that are over, the newest end first. */
    all(): Silence[] {
      forget();
      const at = now();
      const isOver = ({ until }: Silence) => Number(until <= at);
      return [...silences.values()].sort((a, b) => isOver(a) - isOver(b) || b.until - a.until);
    },
    get: (id: string): Silence | null => silences.get(id) ?? null,
    /** All that are in force here, for a store that turned out to be empty. */
    tellAll: (): void => store.record(inForce()),
    /**
     * In force from now on. Throws `invalid_parameter` for an end that cannot be, `too_many_requests` for too many, of
     * all or of those that whoever asks may see.
     */
    make({ matchers, until, author, comment }: NewSilence): Silence {
      const from = Math.round(now());
      if (until <= from) throw invalidParameter('until', 'until: this is in the past; give a later time.');
      if (until - from > LONGEST_MS)
        throw invalidParameter('until', 'until: a silence may last a year at most; give an earlier time.');
      refuseTooMany();
      const silence = { id: newId(), matchers, from, until: Math.round(until), author, comment };
      put(silence);
      return silence;
    },
    /** Ends it now; one that is over stays as it was. Throws `not_found`. */
    end(id: string): Silence {
      const silence = silences.get(id);
      if (silence === undefined) throw new ApiError('not_found', 'There is no such silence.');
      const at = Math.round(now());
      if (silence.until <= at) return silence;
      const ended = { ...silence, until: at };
      put(ended);
      return ended;
    },
  };
}
