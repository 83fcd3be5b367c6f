import type { Hue } from '../../lib/view/hue.ts';
import type { StripMark, Strip as StripModel } from '../../lib/view/strip.ts';

const CLASSES = {
  vacant: 'hatch-vacant',
  expired: 'past',
  unwatched: 'hatch-unknown',
  before: 'before',
} as const;

/** Who held it, in holder colours; see `lib/view/strip.ts` for what the marks mean. */
export function Strip({
  strip,
  hueOf,
  frozen = false,
}: {
  strip: StripModel;
  hueOf: (holder: string) => Hue;
  frozen?: boolean;
}) {
  return (
    <span
      className={`strip ${strip.calm ? 'calm' : ''} ${frozen ? 'frozen' : ''}`}
      role="img"
      aria-label={strip.label}
      title={strip.label}
    >
      {distinct(strip.marks).map(([key, mark]) => {
        const left = `${mark.left.toFixed(2)}%`;
        if (mark.type === 'handover') return <i key={key} className="notch" style={{ left }} />;
        const width = `${mark.width.toFixed(2)}%`;
        const name = mark.type === 'tenure' ? `tenure hue-${hueOf(mark.holder)}` : CLASSES[mark.type];
        return <i key={key} className={name} style={{ left, width }} />;
      })}
    </span>
  );
}

/** Marks of one kind that would stand on the same hundredth of a percent are one mark: the last. */
function distinct(marks: readonly StripMark[]): [string, StripMark][] {
  return [...new Map(marks.map((mark) => [`${mark.type}${mark.left.toFixed(2)}`, mark]))];
}
