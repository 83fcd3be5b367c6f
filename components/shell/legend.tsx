import { StateGlyph, type StateMark } from '../ui/state-glyph.tsx';
import { HueLegend } from './hue-legend.tsx';

const STATES: readonly [StateMark, string][] = [
  ['held', 'held'],
  ['late', 'late'],
  ['expired', 'expired, still held'],
  ['vacant', 'nobody holds it'],
  ['released', 'just released'],
  ['unknown', 'not known'],
];

export function StateLegend() {
  return STATES.map(([state, word]) => (
    <span key={state}>
      <StateGlyph state={state} />
      {word}
    </span>
  ));
}

export function StripLegend() {
  return (
    <>
      <span className="rule" />
      <HueLegend />
      <span>
        <i className="swatch notch" />
        handover
      </span>
      <span>
        <i className="swatch hatch-vacant" />
        vacancy
      </span>
      <span>
        <i className="swatch hatch-unknown" />
        not watched
      </span>
    </>
  );
}
