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

/** One mark with what it means. */
export function Mark({ swatch, word }: { swatch: string; word: string }) {
  return (
    <span>
      <i className={`swatch ${swatch}`} />
      {word}
    </span>
  );
}

export function StripLegend() {
  return (
    <>
      <span className="rule" />
      <HueLegend />
      <Mark swatch="notch" word="handover" />
      <Mark swatch="hatch-vacant" word="vacancy" />
      <Mark swatch="past" word="expired" />
      <Mark swatch="hatch-unknown" word="not watched" />
    </>
  );
}
