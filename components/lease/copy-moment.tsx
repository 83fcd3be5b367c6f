'use client';
import { momentLink } from '../../lib/view/lease-moment.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { CopyButton } from '../ui/copy-button.tsx';

/** The address of what is shown now, standing still: a colleague sees the same, whenever it is opened. */
export function CopyMoment({ range, at }: { range: TimeRange; at: number | null }) {
  // Where there is no window the page has no address yet, and nobody to copy it.
  const address = typeof window === 'undefined' ? '' : `${window.location.origin}${window.location.pathname}`;
  const search = new URLSearchParams(momentLink(range, at)).toString().replaceAll('%3A', ':');
  return <CopyButton text={`${address}?${search}`} label="Copy link to this moment" />;
}
