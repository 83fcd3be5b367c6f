/** Where what sticks to the top of the page ends, px of the window. */
export function stickyBottom(frame: HTMLElement | null): number {
  const head = frame?.parentElement?.querySelector('.tl-axis');
  return Math.max(0, head?.getBoundingClientRect().bottom ?? 0);
}
