/** What is said of silences. Epoch ms. */
import { SILENCED_BY_ANNOTATION } from '../alert/silence.ts';
import { formatDuration, formatDurationInWords, type TimeZone } from './format.ts';
import { formatMoment } from './moment.ts';
import { isInForce, type SilenceView } from './silences.ts';

/** "silenced until 05:14:07 by maria: node pool upgrade"; of `id` alone where more is not known of it. */
export function silencedWords(
  id: string,
  items: readonly SilenceView[] | null,
  now: number,
  zone: TimeZone,
): string {
  if (id === SILENCED_BY_ANNOTATION) return 'silenced by an annotation of its Lease';
  const silence = items?.find((one) => one.id === id);
  if (silence === undefined) return 'silenced';
  const by = silence.author === '' ? '' : ` by ${silence.author}`;
  return `silenced until ${formatMoment(silence.until, now, zone)}${by}: ${silence.comment}`;
}

/** "in 1 h 46 m", or "ended 22:10:03", or of one that was ended before its time the same. */
export function endsWords(silence: SilenceView, now: number, zone: TimeZone): string {
  return isInForce(silence, now)
    ? `in ${formatDuration(silence.until - now)}`
    : `ended ${formatMoment(silence.until, now, zone)}`;
}

/** What the whole list amounts to: "1 in force, 3 over"; null while it is not known. */
export function silencesNote(items: readonly SilenceView[] | null, now: number): string {
  if (items === null) return 'a comment is required';
  const inForce = items.filter((one) => isInForce(one, now)).length;
  return `${inForce === 0 ? 'none' : inForce} in force, ${items.length - inForce} over`;
}

/** Spoken with the button that ends it. */
export function endWords({ until }: SilenceView, now: number): string {
  return `End now, ${formatDurationInWords(until - now)} early`;
}
