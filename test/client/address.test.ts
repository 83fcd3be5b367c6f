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
  let told = 0;
  address.subscribe(() => (told += 1));
  return {
    address,
    /** What the router writes with. */
    history,
    back() {
      at -= 1;
      for (const hear of travelled) hear();
    },
    shows: () => here().href.replace('http://tenure', ''),
    state: () => here().data,
    told: () => told,
    query: () => address.read()?.search.toString() ?? null,
  };
}
const afterwards = () => new Promise<void>((done) => queueMicrotask(done));

test('what is written is the address at once, with what the router keeps in the entry', () => {
  const tab = openTab('/timeline?from=now-10m#row');
  tab.history.replaceState({ tree: 1 }, '', '/timeline?from=now-10m#row');
  tab.address.write('/timeline', '?from=a&to=b', 'push');
  expect(tab.shows()).toBe('/timeline?from=a&to=b#row');
  expect(tab.state()).toEqual({ tree: 1 });
  expect([tab.query(), tab.told()]).toEqual(['from=a&to=b', 0]);
});

test('what the router writes late takes neither the address nor the entry before', async () => {
  const tab = openTab('/timeline?from=a');
  tab.address.write('/timeline', '?from=b', 'push');
  tab.address.write('/timeline', '?from=c', 'push');
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
  tab.address.write('/timeline', '?from=b', 'push');
  tab.history[how]({ tree: 2 }, '', url);
  expect(tab.query()).toBe('from=b');
  await afterwards();
  expect([tab.shows(), tab.query(), tab.told()]).toEqual([url, null, 1]);
  tab.history[how]({ tree: 2 }, '', url);
  await afterwards();
  expect(tab.told()).toBe(1);
});

test('back to another page leaves the one that is shown as it is', () => {
  const tab = openTab('/?q=scheduler');
  tab.history.pushState({ tree: 2 }, '', '/timeline');
  tab.address.write('/timeline', '?from=b', 'replace');
  tab.back();
  expect([tab.shows(), tab.query()]).toEqual(['/?q=scheduler', 'from=b']);
});
