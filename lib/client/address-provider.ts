'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import {
  type unstable_AdapterInterface as AdapterInterface,
  unstable_createAdapterProvider as createAdapterProvider,
  renderQueryString,
} from 'nuqs/adapters/custom';
import { createElement, type ReactNode, useCallback, useLayoutEffect, useSyncExternalStore } from 'react';
import { type Address, type AddressState, watchAddress } from './address.ts';

/** On a server there is nothing to write to; the router says what was asked for. */
const address: Address | null = typeof window === 'undefined' ? null : watchAddress(window);
const OF_ROUTER: AddressState = { written: null, turn: 0 };

const subscribe: Address['subscribe'] = (onChange) => address?.subscribe(onChange) ?? (() => undefined);
const read = () => address?.read() ?? OF_ROUTER;
const ofRouter = () => OF_ROUTER;

function useAddress(): AdapterInterface {
  const page = usePathname();
  const asked = useSearchParams();
  const { written, turn } = useSyncExternalStore(subscribe, read, ofRouter);
  const updateUrl: AdapterInterface['updateUrl'] = useCallback(
    (search, { history }) => address?.write({ page, turn }, renderQueryString(search), history),
    [page, turn],
  );
  return { pathname: page, searchParams: written?.page === page ? written.search : asked, updateUrl };
}

const OfAddress = createAdapterProvider(useAddress);

/** Whatever a page keeps in its address is read and written by nuqs. */
export function AddressProvider({ children }: { children: ReactNode }): ReactNode {
  const page = usePathname();
  useLayoutEffect(() => address?.stands(page), [page]);
  return createElement(OfAddress, null, children);
}
