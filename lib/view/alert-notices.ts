/** What a browser's notifications say: one for each new cause, one for many, none for what was seen before. */
import type { AlertGroup } from './alert-groups.ts';
import { alertHref } from './alert-links.ts';
import { countOf } from './format.ts';

export type Notice = {
  /** The same tag is the same notification: it replaces what was shown under it. */
  tag: string;
  title: string;
  body: string;
  /** Where a click leads. */
  href: string;
};

/** More at once than these are one: nobody reads a screen full of them. */
const MOST_SINGLE = 3;
const NAMED = 4;
/** Ids that are remembered; far more than fire in a week. */
const MOST_SEEN = 2_000;

/** `calling`: the causes that call for somebody, worst first. `seen`: ids of causes that were there before. */
export function noticesOf(
  seen: ReadonlySet<string>,
  calling: readonly AlertGroup[],
  cluster: string | null,
): Notice[] {
  const fresh = calling.map(({ root }) => root).filter(({ id }) => !seen.has(id));
  const where = cluster === null ? '' : ` · ${cluster}`;
  if (fresh.length <= MOST_SINGLE)
    return fresh.map((root) => ({
      tag: root.id,
      title: `${root.title}${where}`,
      body: `${root.severity}: ${root.summary}`,
      href: alertHref(root),
    }));
  const rest = fresh.length - NAMED;
  const named = fresh.slice(0, NAMED).map(({ severity, title }) => `${severity}: ${title}`);
  return [
    {
      tag: 'many',
      title: `${countOf(fresh.length, 'new alert')}${where}`,
      body: [...named, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n'),
      href: '/alerts',
    },
  ];
}

/** A cause that was seen once is no news again, whatever became of it meanwhile. */
export function seenAfter(seen: ReadonlySet<string>, calling: readonly AlertGroup[]): Set<string> {
  const ids = [...new Set([...seen, ...calling.map(({ root }) => root.id)])];
  return new Set(ids.slice(-MOST_SEEN));
}

/** What the browser allows; `unable`: it has no notifications, or none for a page that did not come over HTTPS. */
export type NoticePermission = NotificationPermission | 'unable';

/** What stands beside the switch; empty where it speaks for itself. */
export function noticeWords(permission: NoticePermission, on: boolean): string {
  switch (permission) {
    case 'unable':
      return 'This browser notifies only on pages that come over HTTPS.';
    case 'denied':
      return 'The browser denies notifications of this page; its settings for this site can allow them.';
    case 'default':
      return on ? 'The browser was not allowed to notify yet.' : '';
    case 'granted':
      return on ? 'while a tab of Tenure is open' : '';
  }
}
