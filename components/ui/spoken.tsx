/** The last sentence for screen readers, and the how manieth it is. */
export type Sentence = { text: string; nth: number };

export const NOTHING_SAID: Sentence = { text: '', nth: 0 };

/** The next one, also where it says the same as the last; empty says nothing. */
export function sayNext(last: Sentence, text: string): Sentence {
  return text === '' ? last : { text, nth: last.nth + 1 };
}

/** Says it once, politely. Another element each time: the same text put into the same one again is not heard. */
export function Spoken({ sentence: { text, nth } }: { sentence: Sentence }) {
  return (
    <p className="sr-only" role="status">
      <span key={nth}>{text}</span>
    </p>
  );
}
