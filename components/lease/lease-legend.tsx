import type { HandoverCause } from '../../lib/lease/handover.ts';
import { CAUSE_WORDS } from '../../lib/view/handover-words.ts';
import { HueLegend } from '../shell/hue-legend.tsx';
import { CauseGlyph } from '../ui/cause-glyph.tsx';

const CAUSES: readonly HandoverCause[] = ['expiry', 'release', 'early', 'recreated', 'unseen'];

/** The marks of this page that the others do not have: how a tenure ended, and the two hatches. */
export function LeaseLegend() {
  return (
    <>
      {CAUSES.map((cause) => (
        <span key={cause}>
          <CauseGlyph cause={cause} />
          {CAUSE_WORDS[cause].toLowerCase()}
        </span>
      ))}
      <span className="rule" />
      <HueLegend />
      <span>
        <i className="swatch past" />
        expired
      </span>
      <span>
        <i className="swatch hatch-vacant" />
        nobody
      </span>
      <span>
        <i className="swatch hatch-unknown" />
        not watched
      </span>
    </>
  );
}
