/** How each holder of a Lease is written and coloured on its page. */
import { holderLabel, stripIdentity } from '../../lib/view/board-holder.ts';
import { assignHues, type Hue, preferredHue } from '../../lib/view/hue.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';

export type HolderLook = { name: (holder: string) => string; hue: (holder: string) => Hue };

/** The present holder by its Pod and node; former ones, which nobody looked up, by what their identity says. */
export function holderLook(
  row: Pick<LeaseRow, 'holder' | 'holderRef'> | null,
  holders: Iterable<string>,
): HolderLook {
  const present = row === null ? null : holderLabel(row);
  const keyOf = (holder: string): string =>
    holder === present?.whole ? present.hueKey : stripIdentity(holder);
  const hues = assignHues(new Map(), [...holders, ...(present === null ? [] : [present.whole])].map(keyOf));
  return {
    name: (holder) => (holder === present?.whole ? present.shown : stripIdentity(holder)),
    hue: (holder) => hues.get(keyOf(holder)) ?? preferredHue(keyOf(holder)),
  };
}
