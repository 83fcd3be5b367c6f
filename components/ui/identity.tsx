'use client';
import { shortenMiddle } from '../../lib/view/format.ts';
import { MiddleText } from './middle-text.tsx';
import { useCopied } from './use-copied.ts';

/**
 * An identity in monospace, shortened in the middle: the whole on hover and to screen readers, copied by a
 * click. `shown` is what to show where the whole has a suffix that says nothing (a process's uuid);
 * `length`, in characters, is what it asks for where the place would hold more.
 */
export function Identity({ whole, shown, length = 30 }: { whole: string; shown?: string; length?: number }) {
  const { outcome, copy } = useCopied(whole);
  return (
    <button
      type="button"
      className="identity mono"
      title={`${whole}\nclick to copy`}
      aria-label={`${whole}, copy`}
      onClick={(event) => {
        event.stopPropagation();
        copy();
      }}
    >
      {outcome === 'idle' ? (
        <MiddleText text={shortenMiddle(shown ?? whole, length)} />
      ) : outcome === 'copied' ? (
        'copied'
      ) : (
        'not allowed to copy'
      )}
    </button>
  );
}
