'use client';
import { useState } from 'react';
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
import './silences.css';

const SilenceForm = lazyPart(async () => (await import('./silence-form.tsx')).SilenceForm);

/** What nobody is told for a while, by whom and why; and what was. */
export function SilencesPanel({ items, more, problem, now }: Silences & { now: number }) {
  const [writing, setWriting] = useState(false);
  return (
    <Panel
      title="Silences"
      note={`${silencesNote(items, now)}${more ? ', the newest' : ''}`}
      aside={
        <Button aria-expanded={writing} onClick={() => setWriting(!writing)}>
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
        <SilencesTable items={items} now={now} />
      )}
    </Panel>
  );
}

function SilencesTable({ items, now }: { items: readonly SilenceView[]; now: number }) {
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
            <SilenceRow key={one.id} silence={one} now={now} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function SilenceRow({ silence, now }: { silence: SilenceView; now: number }) {
  const zone = useTimeZone();
  const [ending, setEnding] = useState<'no' | 'yes' | { refused: string }>('no');
  const inForce = isInForce(silence, now);
  async function end(): Promise<void> {
    setEnding('yes');
    try {
      await endSilence(silence);
      setEnding('no');
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
          <Button aria-label={endWords(silence, now)} disabled={ending === 'yes'} onClick={() => void end()}>
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
