'use client';
import { useNow } from '../../lib/client/use-now.ts';
import { useReceivers } from '../../lib/client/use-receivers.ts';
import { receiverWords } from '../../lib/view/receiver-words.ts';
import { Explain } from '../ui/explain.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';

/** Who else knows what fires; said loudly only where somebody cannot be told. */
export function Receivers() {
  const zone = useTimeZone();
  const receivers = useReceivers();
  const now = useNow();
  if (receivers === null || now === null) return null;
  const { words, failing, hint } = receiverWords(receivers, now, zone);
  return (
    <Explain
      className={failing ? 'explain al-untold' : 'explain'}
      tip={hint.split('\n').map((line) => (
        <span key={line} className="block">
          {line}
        </span>
      ))}
    >
      {words}
    </Explain>
  );
}
