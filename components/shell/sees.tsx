'use client';
import { useLive } from '../../lib/client/use-live.ts';
import { seesWords } from '../../lib/view/sees-words.ts';

/** Beside the cluster's name, where whoever looks may not see all of it. */
export function Sees() {
  const said = seesWords(useLive((state) => state.status?.sees ?? null));
  if (said === null) return null;
  return (
    <span className="sees" title={said.hint}>
      <span>you see </span>
      {said.words}
    </span>
  );
}
