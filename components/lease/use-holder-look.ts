'use client';
import { useMemo } from 'react';
import { useHues } from '../../lib/client/use-hues.ts';
import { holderLabel, stripIdentity } from '../../lib/view/board-holder.ts';
import { namesApart } from '../../lib/view/holder-names.ts';
import { type Hue, preferredHue } from '../../lib/view/hue.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';

/** How each holder of a Lease is written and coloured on its page. */
export type HolderLook = { name: (holder: string) => string; hue: (holder: string) => Hue };

/**
 * The present holder by its Pod; former ones, which nobody looked up, by what their identity says. `holders`
 * are all that the page shows. The same object until a name or a hue changes: charts are drawn anew by it.
 */
export function useHolderLook(
  { holder, holderRef }: Pick<LeaseRow, 'holder' | 'holderRef'>,
  holders: Iterable<string>,
): HolderLook {
  const { hueOf } = useHues();
  const everyone = new Set([...holders, ...(holder === null ? [] : [holder])]);
  const given = JSON.stringify([...everyone].map((one) => [one, hueOf(one)]));
  return useMemo(() => {
    const present = holderLabel({ holder, holderRef });
    const hues = new Map(JSON.parse(given) as [string, Hue][]);
    const shown = (one: string) => (one === present?.whole ? present.shown : stripIdentity(one));
    const names = namesApart(new Map([...hues.keys()].map((one) => [one, shown(one)])));
    return {
      name: (one) => names.get(one) ?? shown(one),
      hue: (one) => hues.get(one) ?? preferredHue(stripIdentity(one)),
    };
  }, [given, holder, holderRef]);
}
