/** What was written into the address of a page since Next's router last wrote there. */
export type Written = { page: string; search: URLSearchParams };

/** Another object whenever it is news. */
export type AddressState = {
  /** Null where the router's word is the address. */
  written: Written | null;
  /** Rises when one goes elsewhere, or back: what waited to be written before that is over. */
  turn: number;
};

export type Address = {
  read(): AddressState;
  /** Of what somebody else wrote, of where one went, and of what was not written. */
  subscribe(onChange: () => void): () => void;
  /** The page, in the router's word, that is shown now. */
  stands(page: string): void;
  /**
   * `query` with its "?", or empty; what it was asked on. Who asks for it has shown it already, and is told only where
   * that is over.
   */
  write(on: { page: string; turn: number }, query: string, how: 'push' | 'replace'): void;
};

type View = Pick<Window, 'addEventListener' | 'history' | 'location'>;

/**
 * The address of the page as it is, whatever Next's router has in hand. That hears of each change of the address, draws
 * the page anew and writes the address again (`next/client/components/app-router`, `HistoryUpdater`), by when it may be
 * the next one, or that of another entry, which is lost. So it does not hear of what is written here, and what it
 * writes late is not written: it gives a page another query only as another entry.
 */
export function watchAddress(view: View): Address {
  const { history, location } = view;
  // Those of every history, not of this one, which the router puts its own over.
  const { pushState, replaceState } = Object.getPrototypeOf(history) as History;
  const readers = new Set<() => void>();
  let known: AddressState = { written: null, turn: 0 };
  let stood: { page: string; path: string } | null = null;
  const set = (next: AddressState): void => {
    known = next;
    for (const onChange of readers) onChange();
  };
  const isLate = (url: string | URL): boolean => {
    const { pathname, search, hash } = new URL(url, location.href);
    return pathname === location.pathname && (search !== location.search || hash !== location.hash);
  };
  // The router draws while it writes; who reads is told afterwards.
  history.pushState = (data, unused, url) => {
    pushState.call(history, data, unused, url);
    queueMicrotask(() => set({ written: null, turn: known.turn + 1 }));
  };
  history.replaceState = (data, unused, url) => {
    if (isLate(url ?? location.href)) return;
    replaceState.call(history, data, unused, url);
    queueMicrotask(() => {
      if (known.written !== null) set({ ...known, written: null });
    });
  };
  view.addEventListener('popstate', () => {
    const stays = stood?.path === location.pathname;
    const search = new URLSearchParams(location.search);
    const { written, turn } = known;
    set({ written: written !== null && stays ? { ...written, search } : written, turn: turn + 1 });
  });
  return {
    read: () => known,
    subscribe(onChange) {
      readers.add(onChange);
      return () => readers.delete(onChange);
    },
    stands(page) {
      stood = { page, path: location.pathname };
    },
    write({ page, turn }, query, how) {
      const { hash, pathname } = location;
      if (turn !== known.turn || stood?.page !== page || stood.path !== pathname) {
        set({ ...known });
        return;
      }
      const write = how === 'push' ? pushState : replaceState;
      write.call(history, history.state, '', pathname + query + hash);
      known = { written: { page, search: new URLSearchParams(query) }, turn };
    },
  };
}
