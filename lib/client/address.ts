/** What was written into the address of a page since Next's router last wrote there. */
export type Written = { page: string; search: URLSearchParams };

export type Address = {
  /** Another object whenever it is news; null where the router's word is the address. */
  read(): { written: Written | null };
  /** Of what somebody else wrote, or of where one went back to. */
  subscribe(onChange: () => void): () => void;
  /** The page, in the router's word, that is shown now. */
  stands(page: string): void;
  /**
   * `query` with its "?", or empty. Who asks for it has shown it already, and is not told. Not for a page that has been
   * left meanwhile.
   */
  write(page: string, query: string, how: 'push' | 'replace'): void;
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
  let known: { written: Written | null } = { written: null };
  let stood: { page: string; path: string } | null = null;
  const set = (written: Written | null): void => {
    known = { written };
    for (const onChange of readers) onChange();
  };
  /** The router draws while it writes; who reads is told afterwards. */
  const heard = (): void =>
    queueMicrotask(() => {
      if (known.written !== null) set(null);
    });
  const isLate = (url: string | URL): boolean => {
    const { href, pathname } = new URL(url, location.href);
    return pathname === location.pathname && href !== location.href;
  };
  history.pushState = (data, unused, url) => {
    pushState.call(history, data, unused, url);
    heard();
  };
  history.replaceState = (data, unused, url) => {
    if (isLate(url ?? location.href)) return;
    replaceState.call(history, data, unused, url);
    heard();
  };
  view.addEventListener('popstate', () => {
    const { written } = known;
    if (written !== null && stood?.path === location.pathname)
      set({ ...written, search: new URLSearchParams(location.search) });
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
    write(page, query, how) {
      const { hash, pathname } = location;
      if (stood?.page !== page || stood.path !== pathname) return;
      const write = how === 'push' ? pushState : replaceState;
      write.call(history, history.state, '', pathname + query + hash);
      known = { written: { page, search: new URLSearchParams(query) } };
    },
  };
}
