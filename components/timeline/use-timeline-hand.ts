'use client';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { momentHref } from '../../lib/client/api-url.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import { alertHref } from '../../lib/view/alert-links.ts';
import type { Target } from '../../lib/view/timeline-target.ts';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import { closeUp, targetOf } from './chart-target.ts';
import type { Hover } from './hover.ts';
import type { ChartScene } from './lane-chart.tsx';
import type { RangeActions } from './use-range-actions.ts';
import { pinText, type SetTimelineUrl, type TimelineUrl } from './use-timeline-url.ts';

/** What keys and the pointer do: which card stays open, where a mark leads, which range is shown. */
export function useTimelineHand({
  url,
  setUrl,
  hover,
  scene,
  actions,
  moving,
  cluster,
}: {
  url: TimelineUrl;
  setUrl: SetTimelineUrl;
  hover: Hover;
  scene: ChartScene | null;
  actions: RangeActions;
  moving: boolean;
  cluster: string | null;
}) {
  const router = useRouter();
  const pin = useCallback(
    (target: Target): void => {
      hover.set(null);
      void setUrl({ pin: pinText({ key: `${target.lane.namespace}/${target.lane.name}`, at: target.at }) });
    },
    [hover, setUrl],
  );
  const unpin = (): boolean => {
    if (url.pin === null) return false;
    void setUrl({ pin: null });
    return true;
  };
  const close = (): void => {
    if (!unpin()) hover.set(null);
  };
  useShortcuts({
    '[': () => actions.pan(-0.25),
    ']': () => actions.pan(0.25),
    '+': () => actions.zoomIn(),
    '=': () => actions.zoomIn(),
    '-': () => actions.zoomOut(),
    z: () => actions.zoomOut(),
    p: () => {
      const point = hover.point();
      const row = scene?.layout.lanes.find((lane) => lane.key === point?.key);
      if (scene !== null && point !== null && row !== undefined) pin(targetOf(scene, row, point.at));
    },
    h: () => (moving ? actions.holdStill() : actions.followNow()),
    Escape: close,
  });
  return {
    pin,
    /** Whether there was one. */
    unpin,
    close,
    open(target: Target, touch: boolean): void {
      if (target.type === 'handover' && !touch) router.push(momentHref(target.lane, target.at, cluster));
      else if (target.type === 'dense' && !touch && scene !== null) actions.show(closeUp(target, scene));
      else pin(target);
    },
    openAlert(alert: AlertView): void {
      // Those of another cluster have no page here; its card names them.
      if (cluster === null) router.push(alertHref(alert));
    },
  };
}
