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
 * The component once it has been fetched, which is begun when it is wanted: for one that must not appear at a moment of
 * its own, as `lazyPart` does. `load` is the same at each drawing. Throws while drawing when it cannot be had.
 */
export function usePart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  wanted: boolean,
): ComponentType<Props> | null {
  const [fetched, setFetched] = useState<Fetched<Props> | null>(null);
  useEffect(() => {
    if (!wanted) return;
    loadPart(load, browserPage).then(
      (Part) => setFetched({ Part }),
      (error: unknown) => setFetched({ error }),
    );
  }, [load, wanted]);
  if (fetched === null) return null;
  if ('error' in fetched) throw fetched.error;
  return fetched.Part;
}
