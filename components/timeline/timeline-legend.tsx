import { useOtherCluster } from '../../lib/client/use-clusters.ts';
import { useHistoryStatus } from '../../lib/client/use-history-status.ts';
import { formatDateTime } from '../../lib/view/format.ts';
import { SeverityGlyph } from '../alerts/severity-glyph.tsx';
import { HueLegend } from '../shell/hue-legend.tsx';
import { Mark } from '../shell/legend.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';

/** The marks of Timeline, and how to move on it. */
export function TimelineLegend() {
  const slow = useSlowWords();
  return (
    <>
      <HueLegend />
      <Mark swatch="notch" word="handover" />
      <Mark swatch="tl-dense" word="many" />
      <Mark swatch="hatch-vacant" word="vacancy" />
      <Mark swatch="past" word="expired, still held" />
      <Mark swatch="hatch-unknown" word="not watched" />
      <Mark swatch="tl-slow" word={slow} />
      <span>
        <SeverityGlyph severity="critical" />
        <SeverityGlyph severity="warning" />
        alert, while it fired
      </span>
      <span className="rule" />
      <span>drag to zoom</span>
      <span>double-click or z to zoom out</span>
      <span>[ ] to move</span>
    </>
  );
}

/** What is not kept any more is not drawn: without a word it would look as if nobody had been late. */
function useSlowWords(): string {
  const zone = useTimeZone();
  const history = useHistoryStatus();
  const other = useOtherCluster();
  const since = other === null ? (history?.renewalsKeptFrom ?? null) : null;
  if (since === null || since <= (history?.keptFrom ?? since)) return 'renewals slow';
  return `renewals slow, kept since ${formatDateTime(since, zone).slice(0, 10)}`;
}
