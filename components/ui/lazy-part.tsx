import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
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
