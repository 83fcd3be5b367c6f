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
      const label = row.elects ? holderLabel(row) : null;
      return label === null || label.node === null ? [] : [[label.whole, label.node]];
    }),
  );
  learntFrom = rows;
}

export type Hues = {
  /** What the hue of an identity stands for: its node, or the identity itself. */
  nodeOf(identity: string): string;
  /** `node`: where history says that it ran; what the mark itself says comes first. */
  hueOf(identity: string, node?: string): Hue;
  /** What history says of a holder, for the marks that do not say it themselves. */
  tell(identity: string, node: string): void;
};

/** Hues for identities as Leases have them, present holders and former ones. */
export function useHues(): Hues {
  const revision = useLive((state) => state.revision);
  return useMemo(() => {
    if (revision > 0) learn(liveStore.state().rows);
    const nodeOf = (identity: string): string => nodes.nodeOf(identity) ?? stripIdentity(identity);
    return {
      nodeOf,
      hueOf: (identity, node) => preferredHue(node ?? nodeOf(identity)),
      tell: nodes.past,
    };
  }, [revision]);
}
