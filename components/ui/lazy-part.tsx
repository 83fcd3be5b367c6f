import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { browserPage, loadPart } from '../../lib/client/load-part.ts';

/** A component that is loaded where it is first shown, with `meanwhile` in its place until then. */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: (props: Props) => ReactNode = () => null,
): ComponentType<Props> {
  const Part = lazy(async () => ({ default: await loadPart(load, browserPage) }));
  return function LazyPart(props: Props) {
    return (
      <Suspense fallback={meanwhile(props)}>
        <Part {...props} />
      </Suspense>
    );
  };
}

type Fetched<Props> = { Part: ComponentType<Props> } | { error: unknown };

/**
 * A hook that answers with the component once it has been fetched, which is begun when it is wanted: for one that must not
 * appear at a moment of its own, as `lazyPart` does. Fetched once, it is there at the first drawing of the next visit.
 * Throws while drawing when it cannot be had.
 */
export function fetchedPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): (wanted: boolean) => ComponentType<Props> | null {
  let had: Fetched<Props> | null = null;
  return function usePart(wanted) {
    const [fetched, setFetched] = useState(had);
    useEffect(() => {
      if (!wanted) return;
      loadPart(load, browserPage).then(
        (Part) => {
          had ??= { Part };
          setFetched(had);
        },
        (error: unknown) => setFetched({ error }),
      );
    }, [wanted]);
    if (fetched === null) return null;
    if ('error' in fetched) throw fetched.error;
    return fetched.Part;
  };
}
