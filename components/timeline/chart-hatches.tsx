/** The hatches of the lanes' SVG. Each has a shape of its own, for colour comes last. */
export function ChartHatches() {
  return (
    <defs>
      <pattern id="tl-blind" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="5" height="5" fill="var(--color-surface)" />
        <path d="M.5 0v5" stroke="var(--color-unknown)" />
      </pattern>
      {/* Before anything was kept: as little known, but no news. */}
      <pattern
        id="tl-before"
        width="8"
        height="8"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="8" height="8" fill="var(--color-surface)" />
        <path d="M.5 0v8" stroke="var(--color-line)" />
      </pattern>
      <pattern id="tl-vacant" width="3" height="3" patternUnits="userSpaceOnUse">
        <rect width="3" height="3" fill="var(--color-surface)" />
        <path d="M.5 0v3" stroke="var(--color-vacant)" />
      </pattern>
      {/* Notches too close to be told apart. */}
      <pattern id="tl-dense" width="4" height="4" patternUnits="userSpaceOnUse">
        <rect width="4" height="4" fill="var(--color-surface)" />
        <path d="M1 0v4" stroke="var(--color-text)" strokeWidth="1.5" />
      </pattern>
    </defs>
  );
}
