import { isValidElement, type ReactElement, type ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import PageError from '../../app/error.tsx';
import GlobalError from '../../app/global-error.tsx';

vi.mock('../../app/globals.css', () => ({}));
afterEach(() => vi.unstubAllGlobals());

type Props = { children?: ReactNode; onClick?: () => void };

function elements(node: ReactNode): ReactElement<Props>[] {
  if (Array.isArray(node)) return node.flatMap(elements);
  return isValidElement<Props>(node) ? [node, ...elements(node.props.children)] : [];
}

test.each<[string, (props: { error: Error }) => ReactNode]>([
  ['page', PageError],
  ['frame', GlobalError],
])(
  'a fault of the %s: its button opens the page anew, for a part that was refused is never asked for again',
  (_, Fault) => {
    const reload = vi.fn();
    vi.stubGlobal('window', { location: { reload } });
    const drawn = elements(Fault({ error: new Error('no such chunk') }));
    drawn.find(({ props }) => props.children === 'Draw it again')?.props.onClick?.();
    expect(reload).toHaveBeenCalledOnce();
  },
);
