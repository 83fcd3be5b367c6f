/** A labelled choice of one; `several`: the words when the URL asks for more than one. */
export function Pick({
  label,
  value,
  several,
  options,
  choose,
}: {
  label: string;
  value: string;
  several: string | null;
  options: readonly [value: string, text: string][];
  choose: (value: string) => void;
}) {
  return (
    <label className="pick">
      {label}
      <select value={several === null ? value : '…'} onChange={(event) => choose(event.target.value)}>
        {several === null ? null : <option value="…">{several}</option>}
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
