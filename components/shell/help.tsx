'use client';
import { useEffect, useRef } from 'react';
import { Button } from '../ui/button.tsx';

const KEYS: readonly [keys: string, what: string][] = [
  ['/', 'search'],
  ['g l', 'Leaders'],
  ['g t', 'Timeline'],
  ['g n', 'Nodes & clocks'],
  ['g a', 'Alerts'],
  ['j  k', 'next and previous row'],
  ['Enter', 'open the Lease of the row'],
  ['[  ]', 'Timeline: earlier and later'],
  ['+  -', 'Timeline: zoom in and out'],
  ['z', 'Timeline: zoom out, as -'],
  ['h', 'Timeline: hold still, or follow now'],
  ['p', 'Timeline: keep the card open'],
  ['Esc', 'close, or leave the row'],
  ['?', 'this list'],
];

/** Open as long as it is there; `close` takes it away. */
export function Help({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="help" aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title" className="font-semibold text-md">
        Keys
      </h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys} className="contents">
            <dt>
              {keys.split(/\s+/).map((key) => (
                <kbd key={key} className="mr-1">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={() => dialog.current?.close()}>Close</Button>
    </dialog>
  );
}
