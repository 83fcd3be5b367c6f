'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import {
  type unstable_AdapterInterface as AdapterInterface,
  unstable_createAdapterProvider as createAdapterProvider,
  renderQueryString,
} from 'nuqs/adapters/custom';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { createElement, type ReactNode, useCallback, useSyncExternalStore } from 'react';
import { type Address, watchAddress } from './address.ts';

/** On a server there is nothing to write to; the router says what was asked for. */
const address: Address | null = typeof window === 'undefined' ? null : watchAddress(window);

const subscribe: Address['subscribe'] = (onChange) => address?.subscribe(onChange) ?? (() => undefined);
const read = () => address?.read() ?? null;
const unwritten = () => null;

function useAddress(): AdapterInterface {
  const page = usePathname();
  const ofRouter = useSearchParams();
  const written = useSyncExternalStore(subscribe, read, unwritten);
  const updateUrl: AdapterInterface['updateUrl'] = useCallback(
    (search, { history }) => address?.write(page, renderQueryString(search), history),
    [page],
  );
  return { pathname: page, searchParams: written?.page === page ? written.search : ofRouter, updateUrl };
}

const OfAddress = createAdapterProvider(useAddress);

/** Whatever a page keeps in its address is read and written by nuqs, whose own adapter drops what waits when one leaves. */
export function AddressProvider({ children }: { children: ReactNode }): ReactNode {
  return createElement(NuqsAdapter, null, createElement(OfAddress, null, children));
}
