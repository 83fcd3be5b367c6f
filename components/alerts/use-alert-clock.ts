'use client';
import { useNow } from '../../lib/client/use-now.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { knownUntil } from '../../lib/view/board-judge.ts';
import { useFeedView, useJudge } from '../shell/use-feed-view.ts';

/** The moment to which an alert's age runs, epoch ms: now, or as of when anything was last known about it. */
export type AlertClock = (alert: Pick<AlertView, 'rule' | 'subject'>) => number;

/** Null before Tenure has spoken. What is wrong with Tenure itself goes on while it hears nothing. */
export function useAlertClock(): AlertClock | null {
  const now = useNow();
  const view = useFeedView();
  const judge = useJudge();
  if (now === null) return null;
  if (view.type === 'lost') return () => view.asOf;
  return ({ rule, subject }) => {
    const scope = judge?.scopeOf({ namespace: subject.namespace ?? '' }) ?? null;
    if (rule === 'tenure' || scope === null || scope.state === 'live') return now;
    return Math.min(now, knownUntil(scope));
  };
}
