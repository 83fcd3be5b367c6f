'use client';
import { useEffect, useRef, useState } from 'react';
import { type Judged, needsEyes } from '../../lib/view/board-judge.ts';
import { rowKey } from '../../lib/view/board-key.ts';
import { stateWord } from '../../lib/view/board-words.ts';
import { NOTHING_SAID, Spoken, sayNext } from '../ui/spoken.tsx';

/** More at once than this are one sentence: nobody listens to a list of hundreds. */
const MOST_NAMED = 3;

/** What changed between two looks, for screen readers, empty for nothing; and the words of this look, by `rowKey`. */
export function announce(
  before: ReadonlyMap<string, string>,
  judged: readonly Judged[],
): { text: string; words: ReadonlyMap<string, string> } {
  const said: string[] = [];
  const words = new Map<string, string>();
  for (const one of judged) {
    if (!one.row.elects) continue;
    const key = rowKey(one.row);
    const was = before.get(key);
    const word = stateWord(one);
    words.set(key, word);
    if (was === undefined || was === word || one.frozen) continue;
    if (needsEyes(one) || was === 'expired' || was === 'vacant') said.push(`${one.row.name}: ${word}`);
  }
  const text = said.length > MOST_NAMED ? `${said.length} Leases changed state` : said.join(', ');
  return { text, words };
}

/** Ticking ages are silent; a change of state is said once, politely. */
export function Announcements({ judged }: { judged: readonly Judged[] }) {
  const before = useRef<ReadonlyMap<string, string>>(new Map());
  const [sentence, setSentence] = useState(NOTHING_SAID);
  useEffect(() => {
    const { text: news, words } = announce(before.current, judged);
    before.current = words;
    setSentence((last) => sayNext(last, news));
  }, [judged]);
  return <Spoken sentence={sentence} />;
}
