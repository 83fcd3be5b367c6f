'use client';
import { useSilences } from '../../lib/client/use-silences.ts';
import { silencedWords } from '../../lib/view/silence-words.ts';
import { useTimeZone } from '../ui/time-zone.tsx';

/** That an alert is silenced: until when, by whom and why, as far as that has been read. */
export function SilencedNote({ id, now }: { id: string; now: number }) {
  const zone = useTimeZone();
  const { items } = useSilences();
  return <>{silencedWords(id, items, now, zone)}</>;
}
