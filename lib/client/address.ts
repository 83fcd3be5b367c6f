/** What was written into the address since Next's router last did. */
export type Written = {
  /** The router's word for the page, and the path that it stands at. */
  page: string;
  path: string;
  search: URLSearchParams;
};

export type Address = {
  /** Null where the router's word is the address. */
  read(): Written | null;
  /** Of what somebody else wrote, or of where one went back to. */
  subscribe(onChange: () => void): () => void;
  /** `query` with its "?", or empty. Who asks for it has shown it already, and is not told. */
  write(page: string, query: string, how: 'push' | 'replace'): void;
};

type View = Pick<Window, 'addEventListener' | 'history' | 'location'>;

/**
 * The address of the page as it is, whatever Next's router has in hand. That hears of each change of the address, draws
 * the page anew and writes the address again (`next/client/components/app-router`, `HistoryUpdater`), by when it may be
 * the next one, or that of another entry, which is lost. So it does not hear of what is written here, and what it
 * writes late is not written: nothing of ours has it replace the address by another.
 */
export function watchAddress(view: View): Address {
  const { history, location } = view;
  // Those of every history, not of this one, which the router puts its own over.
  const { pushState, replaceState } = Object.getPrototypeOf(history) as History;
  const readers = new Set<() => void>();
  let written: Written | null = null;
  const set = (next: Written | null): void => {
    written = next;
    for (const onChange of readers) onChange();
  };
  /** The router draws while it writes; who reads is told afterwards. */
  const heard = (): void =>
    queueMicrotask(() => {
      if (written !== null) set(null);
    });
  history.pushState = (data, unused, url) => {
    pushState.call(history, data, unused, url);
    heard();
  };
  history.replaceState = (data, unused, url) => {
    if (url != null && new URL(url, location.href).href !== location.href) return;
    replaceState.call(history, data, unused, url);
    heard();
  };
  view.addEventListener('popstate', () => {
    if (written?.path === location.pathname)
      set({ ...written, search: new URLSearchParams(location.search) });
  });
  return {
    read: () => written,
    subscribe(onChange) {
      readers.add(onChange);
      return () => readers.delete(onChange);
    },
    write(page, query, how) {
      const { hash, pathname: path } = location;
      const write = how === 'push' ? pushState : replaceState;
      write.call(history, history.state, '', path + query + hash);
      written = { page, path, search: new URLSearchParams(query) };
    },
  };
}
