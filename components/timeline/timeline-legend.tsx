import { SeverityGlyph } from '../alerts/severity-glyph.tsx';
import { HueLegend } from '../shell/hue-legend.tsx';
import { Mark } from '../shell/legend.tsx';

/** The marks of Timeline, and how to move on it. */
export function TimelineLegend() {
  return (
    <>
      <HueLegend />
      <Mark swatch="notch" word="handover" />
      <Mark swatch="tl-dense" word="many" />
      <Mark swatch="hatch-vacant" word="vacancy" />
      <Mark swatch="past" word="expired, still held" />
      <Mark swatch="hatch-unknown" word="not watched" />
      <Mark swatch="tl-slow" word="renewals slow" />
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
