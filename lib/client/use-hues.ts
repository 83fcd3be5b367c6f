'use client';
import { useMemo } from 'react';
import { holderLabel, stripIdentity } from '../view/board-holder.ts';
import { assignHues, type Hue } from '../view/hue.ts';
import type { Rows } from './live-state.ts';
import { liveStore } from './live-store.ts';
import { useLive } from './use-live.ts';

/** Kept for the life of the page, so that a hue never changes under the reader and is one on every page. */
let given: ReadonlyMap<string, Hue> = new Map();
/** What each identity's hue stands for, its node where it was ever known: a former holder keeps its colour. */
const nodes = new Map<string, string>();
let learntFrom: Rows | null = null;

function learn(rows: Rows): void {
  if (learntFrom === rows) return;
  for (const row of rows.values()) {
    if (row.holderRef === null && row.holder !== null && nodes.has(row.holder)) continue;
    const label = row.elects ? holderLabel(row) : null;
    if (label !== null && (label.node !== null || !nodes.has(label.whole)))
      nodes.set(label.whole, label.hueKey);
  }
  given = assignHues(given, nodes.values());
  learntFrom = rows;
}

export type Hues = {
  /** What the hue of an identity stands for: its node, or the identity itself. */
  nodeOf(identity: string): string;
  /** `node`: where history says that it ran, for a holder that nobody present knows. */
  hueOf(identity: string, node?: string): Hue;
};

/** Hues for identities as Leases have them, present holders and former ones. */
export function useHues(): Hues {
  const revision = useLive((state) => state.revision);
  return useMemo(() => {
    if (revision > 0) learn(liveStore.state().rows);
    const nodeOf = (identity: string): string => nodes.get(identity) ?? stripIdentity(identity);
    return {
      nodeOf,
      hueOf(identity, known) {
        if (known !== undefined) nodes.set(identity, known);
        const node = nodeOf(identity);
        given = assignHues(given, [node]);
        return given.get(node) ?? 1;
      },
    };
  }, [revision]);
}
