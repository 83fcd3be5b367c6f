'use client';
import { usePathname, useRouter } from 'next/navigation';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { SearchIcon } from '../ui/icon.tsx';

export const SEARCH_ID = 'search';

/** On Leaders and Timeline it filters while typing, in the URL; on other pages Enter goes to Leaders with the words. */
export function Search() {
  const path = usePathname();
  const filters = path === '/' || path === '/timeline';
  const router = useRouter();
  const [inUrl, setInUrl] = useQueryState(
    'q',
    parseAsString.withDefault('').withOptions({ throttleMs: 200 }),
  );
  const [typed, setTyped] = useState('');
  const value = filters ? inUrl : typed;
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not yet known to all browsers.
    <form
      role="search"
      className={`search ${value === '' ? '' : 'filled'}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (!filters) router.push(typed === '' ? '/' : `/?q=${encodeURIComponent(typed)}`);
      }}
    >
      <label htmlFor={SEARCH_ID}>
        <SearchIcon />
      </label>
      <input
        id={SEARCH_ID}
        type="search"
        placeholder="Lease, Pod, node"
        aria-label="Search Leases, Pods and nodes"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => {
          const text = event.target.value;
          if (filters) void setInUrl(text === '' ? null : text);
          else setTyped(text);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (value === '') event.currentTarget.blur();
          else if (filters) void setInUrl(null);
          else setTyped('');
        }}
      />
      <kbd>/</kbd>
    </form>
  );
}
