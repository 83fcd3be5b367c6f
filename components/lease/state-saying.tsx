'use client';
import { type ReactNode, useEffect, useState } from 'react';
import { shortenMiddle } from '../../lib/view/format.ts';
import type { Phrase, Saying } from '../../lib/view/saying.ts';
import { StateGlyph } from '../ui/state-glyph.tsx';

/**
 * The one sentence of the page, then how much of it is known. It ticks, and only its state is announced. Where the
 * link means an instant, `then` says it of that instant, and the present stands beside it.
 */
export function StateSaying({
  saying: present,
  then,
  name,
  action,
}: {
  saying: Saying;
  then: Saying | null;
  name: string;
  action: ReactNode;
}) {
  const saying = then ?? present;
  return (
    <section className="saying" aria-label="State">
      <StateGlyph state={saying.tone} size={24} />
      <h1>
        <Phrases saying={saying} />
      </h1>
      <div className="saying-action">{action}</div>
      {then === null ? null : (
        <p className="saying-now">
          <b>{present.word === 'not known' ? 'Last known' : 'Now'}:</b>{' '}
          <StateGlyph state={present.tone} size={12} /> <Phrases saying={present} />
        </p>
      )}
      <p>
        <Known word="Certain" claims={saying.certain} />
        <Known word="Likely" claims={saying.likely} />
        <Known word="Not known" claims={saying.notKnown} />
      </p>
      <Announcement word={present.word} name={name} />
    </section>
  );
}

function Phrases({ saying }: { saying: Saying }): ReactNode {
  return saying.phrases.map((phrase, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the phrases of one sentence have no other identity.
    <Part key={index} phrase={phrase} tone={saying.tone} />
  ));
}

function Part({ phrase, tone }: { phrase: Phrase; tone: Saying['tone'] }): ReactNode {
  const words = unbroken(phrase.text);
  if (phrase.type === 'text') return words;
  if (phrase.type === 'lead') return <span className={`tone-${tone}`}>{words}</span>;
  return (
    <span className="mono" title={phrase.text}>
      {shortenMiddle(phrase.text, 60)}
    </span>
  );
}

/** A number and its unit stay on one line. */
function unbroken(text: string): string {
  return text.replace(/(\d) (?=(?:ms|s|min|h|d)\b)/g, '$1\u00a0');
}

function Known({ word, claims }: { word: string; claims: readonly string[] }) {
  if (claims.length === 0) return null;
  return (
    <span className="known">
      <b>{word}:</b> {unbroken(claims.join('; '))}.{' '}
    </span>
  );
}

/** Says a change of state once, politely; nothing at first, for the page has just been read. */
function Announcement({ word, name }: { word: string; name: string }) {
  const [first] = useState(word);
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    if (word !== first) setChanged(true);
  }, [word, first]);
  return (
    <span className="sr-only" role="status">
      {changed ? `${name}: ${word}` : ''}
    </span>
  );
}
