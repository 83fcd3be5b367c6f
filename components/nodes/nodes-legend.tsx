const CELLS: readonly [mark: string, words: string][] = [
  ['fresh', 'under 12 s'],
  ['aging', 'in time'],
  ['late', 'late'],
  ['expired', 'expired, over 40 s, or held by nobody'],
  ['unknown', 'not known'],
  ['fresh off', 'clock off or stepped'],
];
const BARS: readonly [kind: string, words: string][] = [
  ['ahead', 'certain'],
  ['behind', 'certain but for latency'],
  ['few', 'closing'],
];

export function NodesLegend() {
  return (
    <>
      {CELLS.map(([mark, words]) => (
        <span key={mark}>
          <i className={`nd-cell small ${mark}`}>{mark === 'expired' ? '!' : ''}</i>
          {words}
        </span>
      ))}
      <span className="rule" />
      {BARS.map(([kind, words]) => (
        <span key={kind}>
          <svg className="nd-interval key" aria-hidden="true">
            <rect className={kind} x="1" y="3" width="22" height="8" />
          </svg>
          {words}
        </span>
      ))}
    </>
  );
}
