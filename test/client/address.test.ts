import { expect, test } from 'vitest';
import { watchAddress } from '../../lib/client/address.ts';

/** A tab: entries with their addresses, and what a router puts over its history. */
function openTab(first: string) {
  const entries = [{ data: null as unknown, href: new URL(first, 'http://tenure').href }];
  let at = 0;
  const here = () => entries[at] ?? { data: null, href: 'about:blank' };
  class TabHistory {
    get state(): unknown {
      return here().data;
    }
    pushState(data: unknown, _: string, url?: string | URL | null): void {
      entries.splice(at + 1, entries.length, { data, href: new URL(url ?? '', here().href).href });
      at += 1;
    }
    replaceState(data: unknown, _: string, url?: string | URL | null): void {
      entries[at] = { data, href: new URL(url ?? '', here().href).href };
    }
  }
  const travelled: (() => void)[] = [];
  const history = new TabHistory();
  const location = {
    get href() {
      return here().href;
    },
    get pathname() {
      return new URL(here().href).pathname;
    },
    get search() {
      return new URL(here().href).search;
    },
    get hash() {
      return new URL(here().href).hash;
    },
  };
  const address = watchAddress({
    history: history as unknown as History,
    location: location as Location,
    addEventListener: (_: string, told: EventListenerOrEventListenerObject) =>
      void travelled.push(told as () => void),
  });
  address.stands(new URL(first, 'http://tenure').pathname);
  let told = 0;
  address.subscribe(() => (told += 1));
  return {
    address,
    /** Asked for as things stand now, or as they stood at `turn`. */
    write(page: string, query: string, how: 'push' | 'replace', turn = address.read().turn): void {
      address.write({ page, turn }, query, how);
    },
    /** The router has drawn it. */
    draws(page: string, url: string): void {
      history.pushState({ tree: 2 }, '', url);
      address.stands(page);
    },
    /** What the router writes with. */
    history,
    back() {
      at -= 1;
      for (const hear of travelled) hear();
    },
    shows: () => here().href.replace('http://tenure', ''),
    state: () => here().data,
    told: () => told,
    query: () => address.read().written?.search.toString() ?? null,
  };
}
type Tab = ReturnType<typeof openTab>;
const afterwards = () => new Promise<void>((done) => queueMicrotask(done));

test('what is written is the address at once, with what the router keeps in the entry', () => {
  const tab = openTab('/timeline?from=now-10m#row');
  tab.history.replaceState({ tree: 1 }, '', '/timeline?from=now-10m#row');
  tab.write('/timeline', '?from=a&to=b', 'push');
  expect(tab.shows()).toBe('/timeline?from=a&to=b#row');
  expect(tab.state()).toEqual({ tree: 1 });
  expect([tab.query(), tab.told()]).toEqual(['from=a&to=b', 0]);
});

test('what the router writes late takes neither the address nor the entry before', async () => {
  const tab = openTab('/timeline?from=a');
  tab.write('/timeline', '?from=b', 'push');
  tab.write('/timeline', '?from=c', 'push');
  tab.history.replaceState({ tree: 1 }, '', '/timeline?from=b');
  await afterwards();
  expect([tab.shows(), tab.query()]).toEqual(['/timeline?from=c', 'from=c']);
  tab.back();
  expect([tab.shows(), tab.query()]).toEqual(['/timeline?from=b', 'from=b']);
  tab.history.replaceState({ tree: 1 }, '', '/timeline?from=a');
  await afterwards();
  expect([tab.shows(), tab.query()]).toEqual(['/timeline?from=b', 'from=b']);
});

test.each([
  ['writes another page', '/nodes', 'pushState'],
  ['writes the same page without a query', '/timeline', 'pushState'],
  ['has drawn what is the address', '/timeline?from=b', 'replaceState'],
] as const)('once the router %s, its word holds', async (_, url, how) => {
  const tab = openTab('/timeline?from=a');
  tab.write('/timeline', '?from=b', 'push');
  tab.history[how]({ tree: 2 }, '', url);
  expect(tab.query()).toBe('from=b');
  await afterwards();
  expect([tab.shows(), tab.query(), tab.told()]).toEqual([url, null, 1]);
});

test('what the router keeps in the entry that it drew is no news', async () => {
  const tab = openTab('/timeline?');
  tab.history.replaceState({ tree: 1 }, '', '/timeline');
  await afterwards();
  expect([tab.state(), tab.told()]).toEqual([{ tree: 1 }, 0]);
});

test.each([
  ['goes to the page by its name', (tab: Tab) => tab.draws('/', '/'), '/'],
  ['goes back', (tab: Tab) => tab.back(), '/?q=a'],
])('what waits when one %s is not written there, and who asked for it is told', async (_, go, url) => {
  const tab = openTab('/?q=a');
  tab.write('/', '?q=ab', 'push');
  const { turn } = tab.address.read();
  go(tab);
  await afterwards();
  const told = tab.told();
  tab.write('/', '?q=abc', 'replace', turn);
  expect([tab.shows(), tab.told()]).toEqual([url, told + 1]);
  tab.write('/', '?q=b', 'replace');
  expect(tab.shows()).toBe('/?q=b');
});

test('who was not told of what was written hears that it is over', async () => {
  const tab = openTab('/?q=a');
  const before = tab.address.read();
  tab.write('/', '?q=ab', 'replace');
  tab.history.pushState({ tree: 2 }, '', '/');
  await afterwards();
  expect(tab.address.read().written).toBeNull();
  expect(tab.address.read()).not.toBe(before);
});

test('the router may give an entry another page, as where somebody has to sign in', async () => {
  const tab = openTab('/nodes');
  tab.write('/nodes', '?late=1', 'replace');
  tab.history.replaceState({ tree: 2 }, '', '/sign-in?next=%2Fnodes');
  await afterwards();
  expect([tab.shows(), tab.query()]).toEqual(['/sign-in?next=%2Fnodes', null]);
});

test('what waited to be written goes with the page that it is of', () => {
  const tab = openTab('/?q=a');
  tab.draws('/timeline', '/timeline');
  tab.write('/', '?q=ab', 'replace');
  expect(tab.shows()).toBe('/timeline');
  tab.write('/timeline', '?from=b', 'replace');
  tab.back();
  // The router has not drawn it yet.
  tab.write('/timeline', '?from=c', 'push');
  expect([tab.shows(), tab.query()]).toEqual(['/?q=a', 'from=b']);
});
