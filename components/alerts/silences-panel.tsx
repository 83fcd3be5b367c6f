'use client';
import { type RefObject, useRef, useState } from 'react';
import { reasonOf } from '../../lib/client/fetch-json.ts';
import { endSilence, type Silences } from '../../lib/client/use-silences.ts';
import { formatDateTime } from '../../lib/view/format.ts';
import { matcherWords } from '../../lib/view/silence-draft.ts';
import { endsWords, endWords, silencesNote } from '../../lib/view/silence-words.ts';
import { isInForce, type SilenceView } from '../../lib/view/silences.ts';
import { Button } from '../ui/button.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';
import { Panel } from '../ui/panel.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { useFocusAfter } from '../ui/use-focus-after.ts';
import './silences.css';

const SilenceForm = lazyPart(async () => (await import('./silence-form.tsx')).SilenceForm);

/** What nobody is told for a while, by whom and why; and what was. */
export function SilencesPanel({ items, more, problem, now }: Silences & { now: number }) {
  const [writing, setWriting] = useState(false);
  const head = useRef<HTMLHeadingElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  useFocusAfter(writing, add);
  return (
    <Panel
      head={head}
      title="Silences"
      note={`${silencesNote(items, now)}${more ? ', the newest' : ''}`}
      aside={
        <Button ref={add} aria-expanded={writing} onClick={() => setWriting(!writing)}>
          New silence…
        </Button>
      }
    >
      {writing ? <SilenceForm alert={null} now={now} close={() => setWriting(false)} /> : null}
      {problem === null ? null : (
        <p className="al-words" role="status">
          Could not be read: {problem}. Trying again.
        </p>
      )}
      {items === null ? (
        problem === null ? (
          <p className="al-words">Reading…</p>
        ) : null
      ) : items.length === 0 ? (
        <p className="al-words">
          Nothing is silenced. “Silence…” at an alert keeps it from calling anybody for a while; it is still
          shown.
        </p>
      ) : (
        <SilencesTable items={items} now={now} head={head} />
      )}
    </Panel>
  );
}

type Head = RefObject<HTMLHeadingElement | null>;

function SilencesTable({
  items,
  now,
  head,
}: {
  items: readonly SilenceView[];
  now: number;
  /** Where the focus goes with the button that ends one. */
  head: Head;
}) {
  return (
    <ScrollBox className="al-wide" label="Silences, those in force first">
      <table className="plain al-table si-table">
        <thead>
          <tr>
            <th scope="col">Matches</th>
            <th scope="col">Why</th>
            <th scope="col">By</th>
            <th scope="col" className="r">
              Ends
            </th>
            <th scope="col">
              <span className="sr-only">End it</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <SilenceRow key={one.id} silence={one} now={now} head={head} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function SilenceRow({ silence, now, head }: { silence: SilenceView; now: number; head: Head }) {
  const zone = useTimeZone();
  const [ending, setEnding] = useState<'no' | 'yes' | { refused: string }>('no');
  const inForce = isInForce(silence, now);
  const button = useRef<HTMLButtonElement>(null);
  useFocusAfter(inForce && ending === 'yes', button, head);
  async function end(): Promise<void> {
    if (ending === 'yes') return;
    setEnding('yes');
    try {
      // Then it stays "yes": it is over as soon as the clock of this page has passed its end.
      await endSilence(silence);
    } catch (error) {
      setEnding({ refused: reasonOf(error) });
    }
  }
  return (
    <tr className={inForce ? '' : 'over'}>
      <td className="mono">{matcherWords(silence.matchers)}</td>
      <td>{silence.comment}</td>
      <td>{silence.author === '' ? '–' : silence.author}</td>
      <td
        className="r"
        title={`${formatDateTime(silence.from, zone)} to ${formatDateTime(silence.until, zone)}`}
      >
        {endsWords(silence, now, zone)}
      </td>
      <td className="r">
        {inForce ? (
          <Button
            ref={button}
            aria-label={endWords(silence, now)}
            aria-disabled={ending === 'yes'}
            onClick={() => void end()}
          >
            End now
          </Button>
        ) : null}
        {typeof ending === 'object' ? (
          <span className="wrong" role="alert">
            {ending.refused}
          </span>
        ) : null}
      </td>
    </tr>
  );
}
