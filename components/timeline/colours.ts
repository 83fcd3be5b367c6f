/** Colours as they are on the screen now, for what is drawn outside of the style sheet: canvas and pictures. */

/** By token: `text`, `holder-1`. Each is asked of the browser once. */
export function readColours(): (token: string) => string {
  const probe = document.createElement('i');
  probe.hidden = true;
  document.body.append(probe);
  const known = new Map<string, string>();
  // The probe goes when the caller is done, which is before the next task.
  queueMicrotask(() => probe.remove());
  return (token) => {
    const before = known.get(token);
    if (before !== undefined) return before;
    probe.style.color = `var(--color-${token})`;
    const colour = getComputedStyle(probe).color;
    known.set(token, colour);
    return colour;
  };
}
