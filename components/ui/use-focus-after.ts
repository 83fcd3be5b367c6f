import { type RefObject, useEffect, useRef } from 'react';

/**
 * When what is `shown` goes, and the focus with it, the first of `places` that is there gets it: the keyboard goes on
 * where it was, not at the top of the page. Whoever has gone on elsewhere by then is left there.
 */
export function useFocusAfter(shown: boolean, ...places: readonly RefObject<HTMLElement | null>[]): void {
  const before = useRef(shown);
  useEffect(() => {
    const gone = before.current && !shown;
    before.current = shown;
    if (gone && document.activeElement === document.body)
      places.find((place) => place.current !== null)?.current?.focus();
  });
}
