'use client';
import { useMemo } from 'react';
import { holderLabel, stripIdentity } from '../view/board-holder.ts';
import { createHolderNodes, type Hue, preferredHue } from '../view/hue.ts';
import type { Rows } from './live-state.ts';
import { liveStore } from './live-store.ts';
import { useLive } from './use-live.ts';

/** Kept for the life of the page: a former holder whose node was ever known keeps its colour. */
const nodes = createHolderNodes();
let learntFrom: Rows | null = null;

function learn(rows: Rows): void {
  if (learntFrom === rows) return;
  nodes.present(
    [...rows.values()].flatMap((row): [string, string][] => {
      const label = row.elects && row.holderRef !== null ? holderLabel(row) : null;
      return label === null || label.node === null ? [] : [[label.whole, label.node]];
    }),
  );
  learntFrom = rows;
}

export type Hues = {
  hueOf(identity: string): Hue;
};

/** What history says of where holders ran: nothing else does of former ones. */
export function tellNodes(places: readonly { holder?: string; node?: string }[]): void {
  for (const { holder, node } of places)
    if (holder !== undefined && node !== undefined) nodes.past(holder, node);
}

/** Hues for identities as Leases have them, present holders and former ones. */
export function useHues(): Hues {
  const revision = useLive((state) => state.revision);
  return useMemo(() => {
    if (revision > 0) learn(liveStore.state().rows);
    return { hueOf: (identity) => preferredHue(nodes.nodeOf(identity) ?? stripIdentity(identity)) };
  }, [revision]);
}
