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

/**
 * Whether a part has been fetched, which is begun once it is wanted: for one that must not appear at a moment of its own.
 * `load` is the same at each drawing. One that cannot be had counts as fetched: the part itself deals with that.
 */
export function useLoaded(load: () => Promise<unknown>, wanted: boolean): boolean {
  const [loaded, setLoaded] = useState(false);
  useEffect(() => {
    if (!wanted) return;
    const done = (): void => setLoaded(true);
    load().then(done, done);
  }, [load, wanted]);
  return loaded;
}
