'use client';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { ApiError, reasonOf } from '../../lib/client/fetch-json.ts';
import { liveNow } from '../../lib/client/live-store.ts';
import { useFiringAlerts } from '../../lib/client/use-alerts.ts';
import { makeSilence } from '../../lib/client/use-silences.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import {
  type DraftProblems,
  draftFor,
  matchedWords,
  readDraft,
  SILENCE_LENGTHS,
  type SilenceDraft,
  saidMatchers,
} from '../../lib/view/silence-draft.ts';
import { Button } from '../ui/button.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';
import { keepAuthor, keptAuthor } from './kept-author.ts';
import { SilenceMatchers } from './silence-matchers.tsx';
import './silences.css';

/** Makes a silence; filled in from an alert where one is given. */
export function SilenceForm({
  alert,
  now,
  close,
}: {
  alert: AlertView | null;
  /** Tenure's time, epoch ms. */
  now: number;
  close: () => void;
}) {
  const zone = useTimeZone();
  const { alerts, more } = useFiringAlerts();
  const [draft, setDraft] = useState<SilenceDraft>(() => draftFor(alert, keptAuthor(), now, zone));
  const [problems, setProblems] = useState<DraftProblems & { whole?: string }>({});
  const [sending, setSending] = useState(false);
  const id = useId();
  const comment = useRef<HTMLInputElement>(null);
  // By its id: each time it is read it is another object, and somebody may be writing elsewhere by then.
  const filledFrom = alert?.id ?? null;
  // The one field that nothing could fill in; without an alert the first one.
  useEffect(() => {
    if (filledFrom !== null) comment.current?.focus();
  }, [filledFrom]);

  const change = (over: Partial<SilenceDraft>): void => {
    setDraft({ ...draft, ...over });
    setProblems({});
  };

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (sending) return;
    const read = readDraft(draft, liveNow() ?? now, zone);
    if (read.problems !== null) return setProblems(read.problems);
    setSending(true);
    try {
      await makeSilence(read.silence);
      keepAuthor(read.silence.author);
      close();
    } catch (error) {
      setProblems(refusal(error));
      setSending(false);
    }
  }

  const wrong = (field: keyof DraftProblems) => ({
    'aria-invalid': problems[field] === undefined ? undefined : true,
    'aria-describedby': problems[field] === undefined ? undefined : `${id}-${field}`,
  });
  const why = (field: keyof DraftProblems) =>
    problems[field] === undefined ? null : (
      <p className="wrong" id={`${id}-${field}`} role="alert">
        {problems[field]}.
      </p>
    );
  return (
    <form
      className="si-form"
      aria-label={alert === null ? 'New silence' : `Silence: ${alert.title}`}
      noValidate
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <fieldset {...wrong('matchers')}>
        <legend>Silence what matches all of these; * stands for anything</legend>
        <SilenceMatchers
          matchers={draft.matchers}
          focusFirst={alert === null}
          change={(matchers) => change({ matchers })}
        />
        <p className="si-matched" role="status">
          {matchedWords(saidMatchers(draft), alerts, more)}
        </p>
        {why('matchers')}
      </fieldset>
      <fieldset>
        <legend>For how long</legend>
        <div className="segments">
          {SILENCE_LENGTHS.map(({ words, ms }) => (
            <button
              key={words}
              type="button"
              aria-pressed={draft.lengthMs === ms}
              onClick={() => change({ lengthMs: ms })}
            >
              {words}
            </button>
          ))}
        </div>
        {draft.lengthMs !== null ? null : (
          <label className="si-until">
            until, in {zone === 'utc' ? 'UTC' : 'local time'}
            <input
              type="datetime-local"
              value={draft.until}
              {...wrong('until')}
              onChange={(event) => change({ until: event.target.value })}
            />
          </label>
        )}
        {why('until')}
      </fieldset>
      <div className="si-words">
        <label>
          Why (required)
          <input
            ref={comment}
            value={draft.comment}
            maxLength={1_000}
            autoComplete="off"
            placeholder="node pool upgrade, CHG-4471"
            aria-required="true"
            {...wrong('comment')}
            onChange={(event) => change({ comment: event.target.value })}
          />
        </label>
        <label className="si-author">
          By
          <input
            value={draft.author}
            maxLength={100}
            autoComplete="off"
            placeholder="optional"
            {...wrong('author')}
            onChange={(event) => change({ author: event.target.value })}
          />
        </label>
        {why('comment')}
        {why('author')}
      </div>
      {problems.whole === undefined ? null : (
        <p className="wrong" role="alert">
          {problems.whole}
        </p>
      )}
      <div className="si-actions">
        <Button type="submit" ink aria-disabled={sending}>
          Silence
        </Button>
        <Button onClick={close}>Cancel</Button>
      </div>
    </form>
  );
}

const FIELDS = ['matchers', 'until', 'author', 'comment'] as const;

/** The server's own words stand at the field that they are about: `matchers[0].value` is one of the matchers. */
function refusal(error: unknown): DraftProblems & { whole?: string } {
  const words = reasonOf(error);
  const parameter = error instanceof ApiError ? error.parameter : null;
  const field = FIELDS.find((one) => parameter?.startsWith(one));
  return field === undefined ? { whole: `It was not made: ${words}` } : { [field]: words };
}
