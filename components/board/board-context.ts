'use client';
import { createContext, useContext } from 'react';
import type { Hues } from '../../lib/client/use-hues.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import type { Judge } from '../../lib/view/board-judge.ts';
import type { StripWindow } from '../../lib/view/board-window.ts';
import type { BlindStretch } from '../../lib/view/timeline.ts';

/** What the cells of every row share. */
export type BoardScene = {
  judge: Judge;
  window: StripWindow;
  /** From when on it is known who held what, epoch ms. */
  watchedSince: number | null;
  handovers: ReadonlyMap<string, readonly Handover[]>;
  /** From when on these are all there are, epoch ms; null before any were read. */
  handoversFrom: number | null;
  /** When nobody watched, as far as it is kept; null while that is not known. */
  blindSpots: readonly BlindStretch[] | null;
  hues: Hues;
  /** What fires, by id. */
  alerts: ReadonlyMap<string, AlertView>;
};

export const BoardContext = createContext<BoardScene | null>(null);

export function useScene(): BoardScene {
  const scene = useContext(BoardContext);
  if (scene === null) throw new MissingSceneError();
  return scene;
}

export class MissingSceneError extends Error {
  readonly code = 'missing_scene';
  constructor() {
    super('A cell of the board was drawn outside the board');
    this.name = 'MissingSceneError';
  }
}
