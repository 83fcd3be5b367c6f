/** "-x7k2p", and as much of the hash before it. */
const TAIL = 10;
/** What is one cell of a monospaced font each. */
const CELLS = /^[ -~…]+$/;
/** A little less is left to the end than it takes, lest a rounded width shorten what has room; no more than is blank. */
const SPARED = 0.05;

/**
 * A name in monospace that gives way in its middle where its place is too narrow, whatever the font: both ends tell
 * names apart. The last `tail` characters stay whole. In its text nothing is left out, so a selection copies it
 * whole. Its parent does not wrap, and says in `--cell` what a letter takes where that is not 1ch.
 */
export function MiddleText({ text, tail = TAIL }: { text: string; tail?: number | undefined }) {
  // Of what is not one cell a character nobody knows how wide its end is: it gives way there.
  if (text.length < 1.5 * tail || !CELLS.test(text)) return <span className="middle">{text}</span>;
  return (
    <span className="middle split">
      <span className="middle-head" style={{ maxWidth: `calc(100% - ${tail - SPARED} * var(--cell, 1ch))` }}>
        {text.slice(0, -tail)}
      </span>
      {text.slice(-tail)}
    </span>
  );
}
