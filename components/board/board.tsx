'use client';
import { type ReactNode, useMemo, useState } from 'react';
import { useFiringAlerts } from '../../lib/client/use-alerts.ts';
import { useHandoversByLease } from '../../lib/client/use-handovers.ts';
import { useHistoryStatus, useKeptFrom } from '../../lib/client/use-history-status.ts';
import { useHues } from '../../lib/client/use-hues.ts';
import { useBlindSpots } from '../../lib/client/use-lease-blind-spots.ts';
import { useLive } from '../../lib/client/use-live.ts';
import { useNow } from '../../lib/client/use-now.ts';
import type { AlertGroup } from '../../lib/view/alert-groups.ts';
import { shownAsOf } from '../../lib/view/board-feed.ts';
import type { Judged } from '../../lib/view/board-judge.ts';
import { areJudged } from '../../lib/view/board-vitals.ts';
import { stripWindow } from '../../lib/view/board-window.ts';
import { isFiltered } from '../../lib/view/filter.ts';
import { countOf } from '../../lib/view/format.ts';
import { buildBoard } from '../../lib/view/groups.ts';
import { failingHistory, historyWords } from '../../lib/view/history-words.ts';
import type { Totals } from '../../lib/view/lease-row.ts';
import { formatShortMoment } from '../../lib/view/moment.ts';
import { useAlertClock } from '../alerts/use-alert-clock.ts';
import { FeedBanner } from '../shell/feed-banner.tsx';
import { feedState } from '../shell/feed-states.tsx';
import { StateLegend, StripLegend } from '../shell/legend.tsx';
import { PageTitle } from '../shell/page-title.tsx';
import { StatusBar } from '../shell/status-bar.tsx';
import { useFeedView, useJudge } from '../shell/use-feed-view.ts';
import { Button } from '../ui/button.tsx';
import { fetchedPart, lazyPart } from '../ui/lazy-part.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { Announcements } from './announcements.tsx';
import { BoardContext, type BoardScene } from './board-context.ts';
import { BoardHead } from './board-head.tsx';
import { BoardTable } from './board-table.tsx';
import { useBoardUrl } from './use-board-url.ts';
import { useHeldItems } from './use-held-items.ts';
import { useJudgedRows } from './use-judged-rows.ts';
import { useHeld, useReading } from './use-reading.ts';
import { Vitals } from './vitals.tsx';

/** Loaded when something fires. */
const useAlertLines = fetchedPart(async () => (await import('./alert-lines.tsx')).AlertLines);
const NO_GROUPS: readonly AlertGroup[] = [];

/** Loaded when there is nothing to show. */
const AlertsUnread = lazyPart(async () => (await import('./alerts-unread.tsx')).AlertsUnread);
const EmptyBoard = lazyPart(async () => (await import('./empty-board.tsx')).EmptyBoard);

const LAST_DAY = { from: 'now-24h', to: 'now' };

function toggled(set: ReadonlySet<string>, one: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(one)) next.add(one);
  return next;
}

/** Said only when it is certain: not while rows or counts are on their way. */
function electsNobody(totals: Totals | null, judged: readonly Judged[]): boolean {
  if (totals === null || !areJudged(totals)) return false;
  return Object.values(totals.elects).every((count) => count === 0) && !judged.some((one) => one.row.elects);
}

/** The page Leaders: its state when there is nothing to show, else banner, vitals and table. */
export function Board() {
  const view = useFeedView();
  const known = useLive((state) => state.rows.size > 0 || (state.totals?.leases ?? 0) > 0);
  const instead = feedState(view, known);
  return (
    <main>
      <PageTitle title="Leaders" />
      <h1 className="sr-only">Leaders</h1>
      {instead ?? <LiveBoard />}
      <StatusBar
        legend={
          instead === null ? (
            <>
              <StateLegend />
              <StripLegend />
            </>
          ) : null
        }
      />
    </main>
  );
}

function LiveBoard(): ReactNode {
  const judge = useJudge();
  const judged = useJudgedRows(judge);
  const now = useNow();
  const view = useFeedView();
  const zone = useTimeZone();
  const hues = useHues();
  const blindSpots = useBlindSpots(LAST_DAY, true);
  const history = useHistoryStatus();
  const firing = useFiringAlerts();
  const { reading, note, stop } = useReading();
  // Lines that come or go above the table would put another row under a pointer about to press.
  const AlertLines = useAlertLines(firing.groups.length > 0);
  const lines = useHeld(AlertLines === null ? NO_GROUPS : firing.groups, reading);
  // While this page hears nothing, the banner says so already.
  const unread = useHeld(view.type === 'lost' ? null : firing.problem, reading);
  const alertClock = useAlertClock();
  const totals = useLive((state) => state.totals);
  const partial = useLive((state) => state.snapshots === 0);
  const keptFrom = useKeptFrom();
  const { byLease: handovers, from: handoversFrom, oldest } = useHandoversByLease(keptFrom);
  // Too many handovers to be read: what is older than the oldest of them is not known here.
  const watchedSince = oldest === null ? keptFrom : Math.max(oldest, keptFrom ?? 0);
  const { url, setUrl, filter } = useBoardUrl();
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const asOf = shownAsOf(view);
  const frozen = view.type === 'lost' || (asOf !== null && judged.every((one) => one.frozen));

  const built = useMemo(
    () =>
      buildBoard({
        judged,
        totals,
        filter,
        sort: url.sort,
        collapsed: new Set(url.closed),
        unfolded,
        frozen,
        partial,
      }),
    [judged, totals, filter, url.sort, url.closed, unfolded, frozen, partial],
  );
  const revision = JSON.stringify([filter, url.sort, url.closed, [...unfolded]]);
  const { items, pending, apply } = useHeldItems(built, reading, revision);
  const second = now === null ? null : Math.floor(now / 1_000);
  const window = useMemo(
    () => stripWindow(second === null ? 0 : second * 1_000 + 999, watchedSince),
    [second, watchedSince],
  );
  const alerts = useMemo(() => new Map(firing.alerts.map((one) => [one.id, one])), [firing.alerts]);
  const scene: BoardScene | null = useMemo(
    () =>
      judge === null
        ? null
        : { judge, window, watchedSince, handovers, handoversFrom, blindSpots, hues, alerts },
    [judge, window, watchedSince, handovers, handoversFrom, blindSpots, hues, alerts],
  );
  if (scene === null) return null;
  const failing = failingHistory(history);
  return (
    <BoardContext value={scene}>
      <FeedBanner />
      {failing === null ? null : (
        <p className="board-note failing" role="status">
          <b>{failing.title}</b> {failing.words}
        </p>
      )}
      {AlertLines === null || lines.length === 0 ? null : <AlertLines groups={lines} clock={alertClock} />}
      {unread === null ? null : <AlertsUnread problem={unread} known={firing.asOf !== null} />}
      <Vitals judged={judged} partial={partial} frozen={frozen} url={url} setUrl={setUrl} />
      {(isFiltered(filter) ? items.length === 0 : electsNobody(totals, judged)) ? (
        <EmptyBoard filter={filter} judged={judged} setUrl={setUrl} />
      ) : null}
      {items.length === 0 ? null : (
        <BoardTable
          items={items}
          head={
            <BoardHead
              window={window}
              asOf={frozen && asOf !== null ? formatShortMoment(asOf, now ?? asOf, zone) : null}
              zone={zone}
              tooMany={oldest !== null}
              history={historyWords(history)}
            />
          }
          toggleGroup={(id) => void setUrl({ closed: [...toggled(new Set(url.closed), id)] })}
          toggleSet={(key) => setUnfolded(toggled(unfolded, key))}
          onReading={note}
          onLeft={stop}
        />
      )}
      {pending === 0 ? null : (
        <Button className="order-chip" onClick={apply}>
          {countOf(pending, 'change')} in order, apply
        </Button>
      )}
      <Announcements judged={judged} />
    </BoardContext>
  );
}
