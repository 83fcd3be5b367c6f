'use client';
import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import {
  DEFAULT_RANGE,
  type ParsedRange,
  parseRange,
  type RangeWords,
} from '../../lib/view/timeline-range.ts';
import { CLASS_FACETS } from '../../lib/view/url-state.ts';

const PARSERS = {
  from: parseAsString.withDefault(DEFAULT_RANGE.from),
  to: parseAsString.withDefault(DEFAULT_RANGE.to),
  q: parseAsString.withDefault(''),
  class: parseAsArrayOf(parseAsStringLiteral(CLASS_FACETS)).withDefault([]),
  namespace: parseAsArrayOf(parseAsString).withDefault([]),
  /** Only Leases that changed hands in the range. */
  moved: parseAsBoolean.withDefault(false),
  /** Another one in the same database; its history alone. */
  cluster: parseAsString,
  view: parseAsStringLiteral(['chart', 'table']).withDefault('chart'),
  /** `namespace/name@<epoch ms>`: the card that stays open. */
  pin: parseAsString,
};

/** All that Timeline shows is in the URL: reopened, it is the same picture. */
export function useTimelineUrl() {
  const [url, setUrl] = useQueryStates(PARSERS, { history: 'replace' });
  const parsed: ParsedRange = useMemo(() => parseRange({ from: url.from, to: url.to }), [url.from, url.to]);
  return { url, setUrl, parsed };
}

export type TimelineUrl = ReturnType<typeof useTimelineUrl>['url'];
export type SetTimelineUrl = ReturnType<typeof useTimelineUrl>['setUrl'];

/** Some Leases are not asked for, whether they moved or not. */
export function isFiltered({ q, class: classes, namespace }: Omit<TimelineFilters, 'moved'>): boolean {
  return q !== '' || classes.length > 0 || namespace.length > 0;
}

export type TimelineFilters = Pick<TimelineUrl, 'q' | 'class' | 'namespace' | 'moved'>;
type Lease = { namespace: string; name: string };

/** What finds one Lease, whatever was asked before. */
export function filtersFor({ namespace, name }: Lease): TimelineFilters {
  return { q: name, class: [], namespace: [namespace], moved: false };
}

/** That, and nothing that could hide it. */
export function isAskedFor(lease: Lease, { q, class: classes, namespace, moved }: TimelineFilters): boolean {
  const [only, ...more] = namespace;
  return q === lease.name && only === lease.namespace && more.length + classes.length === 0 && !moved;
}

export type Pin = { key: string; at: number };

export function pinText({ key, at }: Pin): string {
  return `${key}@${Math.round(at)}`;
}

/** Null for what no card can stand at. */
export function parsePin(text: string | null): Pin | null {
  const found = /^([^@\s]+\/[^@\s]+)@(\d{1,15})$/.exec(text ?? '');
  return found === null ? null : { key: found[1] ?? '', at: Number(found[2]) };
}

/** The address of this page with an absolute range, so that it shows a colleague the same, whenever it is opened. */
export function stillLink(href: string, words: RangeWords): string {
  const url = new URL(href);
  url.searchParams.set('from', words.from);
  url.searchParams.set('to', words.to);
  return url.toString().replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%40', '@');
}
