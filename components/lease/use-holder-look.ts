'use client';
import { useMemo } from 'react';
import { useHues } from '../../lib/client/use-hues.ts';
import { holderLabel, stripIdentity } from '../../lib/view/board-holder.ts';
import type { Hue } from '../../lib/view/hue.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';

/** How each holder of a Lease is written and coloured on its page. */
export type HolderLook = { name: (holder: string) => string; hue: (holder: string) => Hue };

/** The present holder by its Pod; former ones, which nobody looked up, by what their identity says. */
export function useHolderLook(row: Pick<LeaseRow, 'holder' | 'holderRef'>): HolderLook {
  const { hueOf } = useHues();
  const { holder, holderRef } = row;
  return useMemo(() => {
    const present = holderLabel({ holder, holderRef });
    return {
      name: (one) => (one === present?.whole ? present.shown : stripIdentity(one)),
      hue: hueOf,
    };
  }, [hueOf, holder, holderRef]);
}
