import { type Hue, nextHue } from '../../lib/view/hue.ts';
import type { StripMark, Strip as StripModel } from '../../lib/view/strip.ts';

const CLASSES = { vacant: 'hatch-vacant', unwatched: 'hatch-unknown', before: 'before' } as const;

/** Who held it, in holder colours; see `lib/view/strip.ts` for what the marks mean. */
export function Strip({
  strip,
  hueOf,
  nodeOf,
  frozen = false,
}: {
  strip: StripModel;
  hueOf: (holder: string) => Hue;
  /** What a holder's hue stands for: neighbours share a hue only if they share this. */
  nodeOf?: (holder: string) => string;
  frozen?: boolean;
}) {
  const hues = huesOf(strip.marks, hueOf, nodeOf ?? ((holder) => holder));
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
        const name = mark.type === 'tenure' ? `tenure hue-${hues.get(mark)}` : CLASSES[mark.type];
        return <i key={key} className={name} style={{ left, width }} />;
      })}
    </span>
  );
}

/** Marks of one kind that would stand on the same hundredth of a percent are one mark: the last. */
function distinct(marks: readonly StripMark[]): [string, StripMark][] {
  return [...new Map(marks.map((mark) => [`${mark.type}${mark.left.toFixed(2)}`, mark]))];
}

/** Hues of the tenures; one that would look like its neighbour's, though it is another's, takes the next. */
function huesOf(
  marks: readonly StripMark[],
  hueOf: (holder: string) => Hue,
  nodeOf: (holder: string) => string,
): ReadonlyMap<StripMark, Hue> {
  const hues = new Map<StripMark, Hue>();
  let before: { hue: Hue; node: string } | null = null;
  for (const mark of marks) {
    if (mark.type !== 'tenure') continue;
    const node = nodeOf(mark.holder);
    const own = hueOf(mark.holder);
    const hue: Hue = before !== null && before.hue === own && before.node !== node ? nextHue(own) : own;
    hues.set(mark, hue);
    before = { hue, node };
  }
  return hues;
}
