import type { HandoverCause } from '../../lib/lease/handover.ts';
import { CAUSE_WORDS, CauseGlyph } from '../ui/cause-glyph.tsx';

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
      <span>
        <i className="swatch hue-1" />
        <i className="swatch hue-2" />
        <i className="swatch hue-3" />
        colour = holder
      </span>
      <span>
        <i className="swatch expired-swatch" />
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
